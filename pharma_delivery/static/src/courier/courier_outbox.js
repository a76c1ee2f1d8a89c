import { ConnectionLostError } from "@web/core/network/rpc";

/** A number that no other telephone draws: a visit sent twice is recorded once. */
export function drawUid() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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

    async count() {
        return (await this.store.all()).filter((visit) => !visit.refused).length;
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
        for (const visit of await this.store.all()) {
            if (visit.refused) {
                continue;
            }
            let answer;
            try {
                [answer] = await this.send([visit.data]);
            } catch (error) {
                this.onAnswer(visit, {
                    status: error instanceof ConnectionLostError ? "offline" : "later",
                    message: error.data?.message || "",
                });
                return; // in order: the next ones wait for this one
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
