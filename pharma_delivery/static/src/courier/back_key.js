import { onWillUnmount } from "@odoo/owl";
import { router } from "@web/core/browser/router";

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
    // while there are entries of ours, the web client does not load the page anew
    const guard = () => (router.skipLoad = depth + spare > 0);
    const onPopState = () => {
        if (depth) {
            depth--;
            onBack();
        } else if (spare) {
            window.history.go(-spare); // out of the screen
            spare = 0;
        }
        guard();
    };
    window.addEventListener("popstate", onPopState);
    onWillUnmount(() => {
        window.removeEventListener("popstate", onPopState);
        router.skipLoad = false;
    });
    return {
        enter() {
            depth++;
            if (spare) {
                spare--;
            } else {
                window.history.pushState(window.history.state, "", window.location.href);
            }
            guard();
        },
        leave(steps = depth) {
            depth -= steps;
            spare += steps;
        },
    };
}
