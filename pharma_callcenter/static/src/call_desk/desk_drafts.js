import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import { session } from "@web/session";

/**
 * What was entered of calls and is not on the server yet: it survives a reload and a lost
 * connection. A note may tell of an illness, so nothing stays once the server has it.
 */
export class DeskDrafts {
    constructor() {
        this.prefix = `pharma_call_desk.${session.db}.${user.userId}.`;
    }

    get(callId) {
        try {
            return JSON.parse(browser.localStorage.getItem(this.prefix + callId)) || {};
        } catch {
            return {};
        }
    }

    /** @returns {Object} all that is not sent yet of the call */
    add(callId, vals) {
        const draft = { ...this.get(callId), ...vals };
        browser.localStorage.setItem(this.prefix + callId, JSON.stringify(draft));
        return draft;
    }

    /** Forgets what was sent; what was changed meanwhile stays. */
    drop(callId, sent) {
        const draft = this.get(callId);
        for (const [name, value] of Object.entries(sent)) {
            if (draft[name] === value) {
                delete draft[name];
            }
        }
        if (Object.keys(draft).length) {
            browser.localStorage.setItem(this.prefix + callId, JSON.stringify(draft));
        } else {
            browser.localStorage.removeItem(this.prefix + callId);
        }
    }

    remove(callId) {
        browser.localStorage.removeItem(this.prefix + callId);
    }

    /** @returns {number[]} calls of which something is not sent yet */
    get callIds() {
        return Object.keys(browser.localStorage)
            .filter((key) => key.startsWith(this.prefix))
            .map((key) => Number(key.slice(this.prefix.length)));
    }
}
