import { ConnectionAbortedError, ConnectionLostError } from "@web/core/network/rpc";

const SEND_SECONDS = 60;

/** A number that no other telephone draws: a visit sent twice is recorded once. */
export function drawUid() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give up a call that hangs in a bad network; what it asked for may have happened all the same. */
export function within(call, seconds = SEND_SECONDS) {
    const timer = setTimeout(() => call.abort(), seconds * 1000);
    return call.finally(() => clearTimeout(timer));
}

export function isOffline(error) {
    return error instanceof ConnectionLostError || error instanceof ConnectionAbortedError;
}

/** Whether nobody, or somebody else, is logged in now; or the role is gone. */
export function isLoggedOut(error) {
    const names = ["odoo.http.SessionExpiredException", "odoo.exceptions.AccessError"];
    return error.code === 100 || names.includes(error.exceptionName);
}

/**
 * Sends what waits, one after the other in the order of recording. What the server has taken, in
 * whatever way, leaves the store; what it refuses stays, with its words, until the courier has
 * read them; without network all stays.
 */
export class CourierOutbox {
    constructor(store, send, onAnswer) {
        this.store = store;
        this.send = send;
        this.onAnswer = onAnswer;
        this.isSending = false;
    }

    /** Send what waits; a second window does not send at the same time. */
    async flush() {
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        try {
            if (window.navigator.locks) {
                await window.navigator.locks.request(
                    this.store.name,
                    { ifAvailable: true },
                    async (lock) => lock && (await this._flush())
                );
            } else {
                await this._flush();
            }
        } finally {
            this.isSending = false;
        }
    }

    async _flush() {
        const held = new Set(); // slips with a visit that waits: later visits with them wait too
        for (const visit of await this.store.all()) {
            if (visit.refused || held.has(visit.data.picking_id)) {
                continue;
            }
            let answer;
            try {
                [answer] = await within(this.send([visit.data]));
            } catch (error) {
                this.onAnswer(visit, { status: "later", error });
                if (isOffline(error) || isLoggedOut(error)) {
                    return; // the others would fare alike
                }
                held.add(visit.data.picking_id); // the server fails at this one, not at the others
                continue;
            }
            if (answer.status === "error") {
                await this.store.update({ ...visit, refused: answer.message || "?" });
            } else {
                await this.store.remove(visit);
            }
            await this.onAnswer(visit, answer);
        }
    }
}
