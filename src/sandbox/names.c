/* SPDX-License-Identifier: MIT
 *
 * Tables of names. All invented.
 */
#include "sandbox/names.h"

#include "attr.h"

static const struct names_person persons[] = {
	{"Ana", "Ruiz", "ana.ruiz"},
	{"Ben", "Okafor", "ben.okafor"},
	{"Chi", "Tan", "chi.tan"},
	{"Mira", "Vogel", "mira.vogel"},
	{"Jürgen", "Größmann", "juergen.groessmann"},
	{"Łukasz", "Żółkiewski", "lukasz.zolkiewski"},
	{"花子", "山田", "hanako.yamada"},
	{"민준", "김", "minjun.kim"},
	{"ليلى", "حداد", "layla.haddad"},
	{"נועה", "לוי", "noa.levi"},
	{"สมชาย", "ใจดี", "somchai.jaidee"},
	{"Zoë", "Müller-Lüdenscheidt", "zoe.mueller-luedenscheidt"},
	{"Nguyễn", "Thị Ánh", "anh.nguyen"},
	{"Ольга", "Соколова", "olga.sokolova"},
	{"Αλέξανδρος", "Παπαδόπουλος", "alex.papadopoulos"},
	{"अनन्या", "शर्मा", "ananya.sharma"},
	{"伟", "李", "wei.li"},
	{"Siobhán", "Ní Dhomhnaill", "siobhan.nidhomhnaill"},
	{"Jose\xcc\x81",
		"Nu\xcc\x81n\xcc\x83"
		"ez",
		"jose.nunez"},
	{"Đặng", "Văn Hùng", "hung.dang"},
	{"Kwame", "Mensah", "kwame.mensah"},
	{"Ida", "Moser", "ida.moser"},
	{"Luc", "Favre", "luc.favre"},
	{"Nora", "Keller", "nora.keller"},
	{"Tomáš", "Dvořák", "tomas.dvorak"},
	{"Élodie", "Lefèvre", "elodie.lefevre"},
	{"Óscar", "Íñiguez", "oscar.iniguez"},
	{"Håkon", "Ødegård", "hakon.odegard"},
	{"İpek", "Şahin", "ipek.sahin"},
	{"Ruth", "O'Neill", "ruth.o'neill"},
	{"Bartholomew Maximilian", "Featherstonehaugh-Wolverhampton",
		"bartholomew.maximilian.featherstonehaugh-wolverhampton"},
	{"X", "Æ", "x.ae"},
	{"Priya", "Raman", "priya.raman"},
	{"Samuel", "Osei", "samuel.osei"},
	{"Grace", "Whitfield", "grace.whitfield"},
	{"Tariq", "Aziz Khan", "tariq.khan"},
	{"さくら", "佐藤", "sakura.sato"},
};

/* How each one stands with its validations: seed-organizations.c. */
static const struct names_organization organizations[] = {
	{"Example GmbH", "example.com", "Berlin", "Berlin", "de"},
	{"Northwind Paper AG", "northwind.example", "Bern", "Bern", "ch"},
	{"Contoso Outdoor Ltd", "contoso.example", "Leeds", "West Yorkshire",
		"gb"},
	{"Überlandwerk Süd GmbH & Co. KG", "ueberlandwerk.example", "München",
		"Bayern", "de"},
	{"Zakład Energetyki Cieplnej „Źródło” Sp. z o.o.", "zrodlo.example",
		"Łódź", "Łódzkie", "pl"},
	{"株式会社さくら商事", "sakura.example", "東京", "東京都", "jp"},
	{"주식회사 한빛소프트", "hanbit.example", "서울", "서울특별시", "kr"},
	{"شركة النخيل للتجارة", "nakheel.example", "الرياض", "الرياض", "sa"},
	{"תעשיות הגליל בע״מ", "galil.example", "חיפה", "חיפה", "il"},
	{"บริษัท ดอกบัว จำกัด", "dokbua.example", "กรุงเทพมหานคร", "กรุงเทพมหานคร",
		"th"},
	{"Cafe\xcc\x81 Zo\xcc\x88\xcc\xa3lle\xcc\x81 S\xcc\xa7irketi",
		"cafe.example", "I\xcc\x87zmir", "I\xcc\x87zmir", "tr"},
	{"☕ Kaffee & 🍰 Kuchen 👩\xe2\x80\x8d🍳 OHG", "kaffee.example", "Köln",
		"Nordrhein-Westfalen", "de"},
	{"Royal Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
	 " Society for the Preservation, Cataloguing and Continuous Public"
	 " Exhibition of Exceedingly Long Organization Names (Registered"
	 " Charity)",
		"longname.example", "Llanfairpwllgwyngyll", "Anglesey", "gb"},
	{"A", "a.example", "Å", "Lofoten", "no"},
	{"ООО «Ромашка и Сыновья»", "romashka.example", "Казань", "Татарстан",
		"kz"},
	{"Ελληνικά Ναυπηγεία Α.Ε.", "navpigia.example", "Πειραιάς", "Αττική",
		"gr"},
	{"आदर्श टेक्नोलॉजीज़ प्राइवेट लिमिटेड", "adarsh.example", "पुणे", "महाराष्ट्र",
		"in"},
	{"北京示例科技有限公司", "shili.example", "北京", "北京市", "cn"},
	{"Công ty TNHH Ví Dụ", "vidu.example", "Đà Nẵng", "Đà Nẵng", "vn"},
	{"O'Reilly, Smith & \"Sons\" <Holdings>; DROP TABLE", "oreilly.example",
		"Cork", "Munster", "ie"},
	{"Fabrikam Widgets Inc.", "fabrikam.example", "Portland", "Oregon",
		"us"},
	{"Société Générale d’Exemples S.A.", "exemples.example", "Lyon",
		"Auvergne-Rhône-Alpes", "fr"},
	{"Öresund Skärgård Aktiebolag", "oresund.example", "Malmö", "Skåne",
		"se"},
	{"Adatum Clinics LLC", "adatum.example", "Austin", "Texas", "us"},
	{"Litware Robotics BV", "litware.example", "Utrecht", "Utrecht", "nl"},
	{"Wingtip Toys Co.", "wingtip.example.net", "Toronto", "Ontario", "ca"},
	{"Proseware Shipping PLC", "proseware.example.org", "Belfast", "Antrim",
		"gb"},
	{"Trey Research SpA", "trey.example", "Torino", "Piemonte", "it"},
};

static const char *const jobs[] = {"CTO", "Legal", "Head of IT",
	"Chief Financial Officer", "Leiterin IT-Sicherheit", "法務部長",
	"مدير تقنية المعلومات", "Director of Platform Engineering", "Prokurist",
	"IT lead",
	"Vice President, Trust & Safety, Europe, Middle East and Africa"};

static const char *const hosts[] = {"shop", "www", "mail", "portal", "api",
	"vpn", "intranet", "pay", "login", "cdn", "static", "status", "git",
	"files", "media", "crm", "erp", "blog", "auth", "mx"};

static const char *const adjectives[] = {"Blue", "Northern", "Quiet", "Golden",
	"Rapid", "Alpine", "Coastal", "Bright", "Iron", "Green", "Silver",
	"Grand", "Little", "Modern", "United", "Urban"};

static const char *const nouns[] = {"Harbor", "Orchard", "Foundry", "Lantern",
	"Meadow", "Bridge", "Compass", "Quarry", "Garden", "Mill", "Beacon",
	"Forest", "River", "Anchor", "Falcon", "Summit"};

static const char *const forms[] = {
	"GmbH", "Ltd", "Inc.", "AG", "S.A.", "BV", "LLC", "AB"};

static const char *const notes[] = {
	"Called the customer; legal will look at it this week.",
	"Kunde meldet sich nach dem Feiertag. Bitte nicht stornieren!",
	"担当者に電話済み。折り返し待ち。",
	"First line of a note.\nSecond line, after a break.\n\n- and a list",
	"تم إرسال المستندات.",
	"Ticket 48213: customer says the mail never arrived 🙁",
};

#define AT(table) ((table)[number % ARRAY_LEN(table)])

const struct names_person *names_person(size_t number)
{
	return &AT(persons);
}

const struct names_organization *names_organization(size_t number)
{
	return &AT(organizations);
}

size_t names_organization_count(void)
{
	return ARRAY_LEN(organizations);
}

const char *names_job(size_t number)
{
	return AT(jobs);
}

const char *names_host(size_t number)
{
	return AT(hosts);
}

const char *names_adjective(size_t number)
{
	return AT(adjectives);
}

const char *names_noun(size_t number)
{
	return AT(nouns);
}

const char *names_form(size_t number)
{
	return AT(forms);
}

const char *names_note(size_t number)
{
	return AT(notes);
}
