/* SPDX-License-Identifier: MIT
 *
 * A scene is the whole program but terminal, network, disk and clock, driven
 * by a text file. One step a line; `#` begins a comment.
 *
 *   size 80x24                before start; this is the default
 *   locale C                  no UTF-8
 *   now 2026-11-20T14:02:11Z  the wall clock
 *   option label PROD         of the account: label, kind, read-only REASON,
 *                             console-url, mail-url, issuance "METHOD PATH",
 *                             note-on-resend yes, guard SECONDS, no-journal,
 *                             view-counts, slow
 *   bind orders-down n Down   a line of [keys]; the first one is line 2
 *   account NAME [label L] [host H] [read-only] [asks] [fails "WHY"]
 *                             one more to switch to; the first is "test"
 *   on NAME                   from here on replies, the journal and what is
 *                             expected of them are this account's
 *   order 900101              open this order at the start
 *   journal ORDER ACTION OUTCOME TIME AGENT@HOST [EMAIL...]   a record that is
 *                             there already
 *   config LINE               a line of the configuration, behind those of bind
 *   source LINE               one more line of the file that :source reads;
 *                             without a line the file is empty again
 *   start                     the program; the requests for account and user
 *                             are answered (fixtures account.json, user.json)
 *   start bare                the same without these answers
 *
 *   reply METHOD PATH STATUS BODY    answer the oldest request that fits; PATH
 *                             as in fake-transport.h. BODY: a file of
 *                             tests/fixtures, JSON in one line, or
 *                             @list FIRST COUNT TOTAL, a made-up page
 *   file METHOD PATH TEXT     answer with a file that is no JSON
 *   fail METHOD PATH KIND     connect, tls, lost, timeout, cancelled, ...
 *   replies METHOD PATH STATUS BODY  answer all that wait and fit, also none
 *   ignore METHOD PATH        may stay without an answer to the end
 *   keys j Ctrl-D "text"      all typed before the program looks
 *   paste "text"             ^ is a line break
 *   wait 500ms                or 2s: the only way that time moves
 *   resize 100x30
 *   hold-journal yes|no       a slow disk
 *   fail-journal yes|no       a full disk
 *   break-journal yes|no      it cannot be read
 *   hang-up                   the terminal is gone
 *   stall yes|no              it takes one more frame and then nothing
 *
 *   expect                    the whole screen: |text lines, a ~style line
 *                             behind the rows that should be checked for it
 *   expect-line N |text       row N, from 1, contains the text
 *   expect-text TEXT          stands somewhere on the screen
 *   expect-no-text TEXT
 *   expect-cursor ROW COL     from 1; or `none`
 *   expect-sent N METHOD PATH how many requests were ever sent
 *   expect-body METHOD PATH TEXT   the body of the last one contains it
 *   expect-journal            |ACTION ORDER OUTCOME EMAIL... lines, oldest
 *                             first
 *   expect-copied TEXT
 *   expect-kept TEXT          the file of saved views contains it
 *   expect-idle               nothing is drawn and no timer runs: it stays so
 *                             whatever time passes
 *   expect-end                the program has ended; expect-running
 *
 *   child-ends CODE OUTPUT    a program that was started; ^ is a line break
 *   expect-child WORDS        what it was started with; expect-no-child
 *   expect-child-input TEXT   stands in what it reads
 *   expect-child-variable NAME VALUE
 *
 *   expect-saved PATH TEXT    the file that was exported last, and what stands
 *                             in it; expect-not-saved: none, nor a part of one
 *
 * After each step the hardware cursor has to be on what has the focus.
 *
 * A reply nobody asked for fails the scene, and so does a request that nobody
 * has answered at the end.
 */
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>

#include "buf.h"

/* Plays the scene of that text; `folder` is where its file is. False and the
 * reasons in *problems (one a line, with line numbers) if it does not come out
 * as it says. *updated (may be NULL) gets the text with the screens and
 * journals that came out. */
bool scene_play(const char *text, const char *folder, struct buf *problems,
	struct buf *updated);

#endif
