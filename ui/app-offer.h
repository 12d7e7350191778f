/* SPDX-License-Identifier: MIT
 *
 * What may stand behind ":": commands by their words and names, numbers of the
 * orders that were seen, and behind a command what it takes. A kind of argument
 * is a row of one table here.
 */
#ifndef APP_OFFER_H
#define APP_OFFER_H

#include "complete.h"

/* complete_fn; the view is that on top. */
void app_offer(
	struct complete *complete, const struct view *view, const char *text);

#endif
