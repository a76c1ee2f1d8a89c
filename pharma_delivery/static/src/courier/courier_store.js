import { session } from "@web/session";
import { user } from "@web/core/user";

const VISITS = "visits";
const CACHE = "cache";

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/**
 * What the telephone keeps when there is no network: the visits that wait to be sent, in the order
 * in which they were recorded, and the rounds as they were last seen.
 *
 * Each user of each database has a store of his own: nobody sees or sends another's visits.
 */
export class CourierStore {
    constructor(name = `pharma_courier:${session.db}:${user.userId}`) {
        this.name = name;
        this.isLasting = true;
        this.visits = [];
        this.cache = {};
    }

    async open() {
        try {
            const request = window.indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(VISITS, { keyPath: "seq", autoIncrement: true });
                request.result.createObjectStore(CACHE);
            };
            this.db = await asPromise(request);
            // asked for, not waited for: else the browser may clear it when room gets short
            window.navigator.storage?.persist?.().catch(() => {});
        } catch {
            // private window, no room: it works on, but a reload would lose what waits
            this.isLasting = false;
        }
        return this;
    }

    _table(name, mode = "readonly") {
        return this.db.transaction(name, mode).objectStore(name);
    }

    /** Keep a visit until it has been sent; resolves only when it is on the disk. */
    async add(visit) {
        if (!this.isLasting) {
            this.visits.push({ ...visit, seq: Date.now() + Math.random() });
            return;
        }
        const transaction = this.db.transaction(VISITS, "readwrite", { durability: "strict" });
        transaction.objectStore(VISITS).add(visit);
        await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error);
        });
    }

    async all() {
        return this.isLasting ? asPromise(this._table(VISITS).getAll()) : [...this.visits];
    }

    async update(visit) {
        if (this.isLasting) {
            await asPromise(this._table(VISITS, "readwrite").put(visit));
        } else {
            this.visits = this.visits.map((known) => (known.seq === visit.seq ? visit : known));
        }
    }

    async remove(visit) {
        if (this.isLasting) {
            await asPromise(this._table(VISITS, "readwrite").delete(visit.seq));
        } else {
            this.visits = this.visits.filter((known) => known.seq !== visit.seq);
        }
    }

    async save(key, value) {
        if (this.isLasting) {
            await asPromise(this._table(CACHE, "readwrite").put(value, key));
        } else {
            this.cache[key] = value;
        }
    }

    async load(key) {
        return this.isLasting ? asPromise(this._table(CACHE).get(key)) : this.cache[key];
    }
}
