# SPDX-License-Identifier: MIT
#
# The checksum of the tarball is the release's.
class Certdesk < Formula
  desc "Order desk for DigiCert CertCentral in a terminal"
  homepage "https://certdesk.example/"
  url "https://certdesk.example/certdesk-0.1.0.tar.xz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "cjson"
  depends_on "curl"
  depends_on "gnutls"
  depends_on "inih"
  depends_on "libmicrohttpd"
  depends_on "libuv"
  depends_on "ncurses"
  depends_on "sqlite"
  depends_on "utf8proc"

  def install
    system "./configure", *std_configure_args,
           "--with-bash-completion-dir=#{bash_completion}",
           "--with-zsh-completion-dir=#{zsh_completion}",
           "--with-fish-completion-dir=#{fish_completion}"
    system "make", "install"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/certdesk --version")
    assert_match "900001", shell_output("#{bin}/certdesk show 900001 --demo")
  end
end
