import { onWillUnmount } from "@odoo/owl";

/**
 * The telephone's back key goes one step back inside a screen instead of leaving it.
 *
 * Entries of the browser's history are kept and used again: going back in it takes effect later,
 * and the next step may come first.
 *
 * @param {Function} onBack called when the key was pressed
 * @return {Object} what the screen tells: ``enter`` a step, ``leave`` one or all of them
 */
export function useBackKey(onBack) {
    let depth = 0; // steps the user is inside
    let spare = 0; // entries of the history that no step needs any more
    const onPopState = (ev) => {
        if (!depth && !spare) {
            return; // out of the screen
        }
        ev.stopImmediatePropagation(); // else the page is loaded anew
        if (depth) {
            depth--;
            onBack();
        } else {
            window.history.go(-spare);
            spare = 0;
        }
    };
    window.addEventListener("popstate", onPopState, { capture: true });
    onWillUnmount(() => window.removeEventListener("popstate", onPopState, { capture: true }));
    return {
        enter() {
            depth++;
            if (spare) {
                spare--;
            } else {
                window.history.pushState(window.history.state, "", window.location.href);
            }
        },
        leave(steps = depth) {
            depth -= steps;
            spare += steps;
        },
    };
}
