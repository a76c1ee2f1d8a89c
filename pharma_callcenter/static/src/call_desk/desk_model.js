import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError } from "@web/core/network/rpc";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { debounce } from "@web/core/utils/timing";
import { DeskDrafts } from "./desk_drafts";
import { getTabs } from "./desk_tabs";
import { getOffset } from "./ticker";

const SAVE_DELAY = 700;
const RETRY_DELAY = 5000;

/**
 * What the desk knows: the server's answer, what is chosen, and what was entered and is not on the
 * server yet. Everything entered is kept in the browser at once and sent a moment later.
 */
export class DeskModel {
    constructor(orm) {
        this.orm = orm;
        this.drafts = new DeskDrafts();
        this.keepLast = new KeepLast();
        this.mutex = new Mutex();
        this.data = null;
        this.offset = 0;
        this.key = "";
        this.isOffline = false;
        this.isBusy = false;
        this.fresh = {};
        this.changed = {};
    }

    static create(orm) {
        const model = reactive(new DeskModel(orm));
        // by the reactive one: what a timer finds out shows as well
        model.saveSoon = debounce(() => model.saveAll(), SAVE_DELAY);
        return model;
    }

    get calls() {
        return this.data?.calls || [];
    }

    get tabs() {
        return this.data ? getTabs(this.data, this.fresh) : [];
    }

    get call() {
        return this.calls.find((call) => this.key === `call-${call.id}`);
    }

    get todo() {
        return this.data?.todos.find((todo) => this.key === `todo-${todo.id}`);
    }

    /** purposes of the call's direction, that of its list first: key 1 */
    get purposes() {
        const { call } = this;
        if (!call) {
            return [];
        }
        const offered = this.data.purposes.filter(
            (each) => !each.direction || each.direction === call.direction
        );
        const first = call.todo && call.todo.purpose_id;
        return offered.sort((a, b) => Number(b.id === first) - Number(a.id === first));
    }

    /**
     * @param {Object} data of the server
     * @param {number} asked when it was asked for: what was entered since then is newer
     */
    take(data, asked = Date.now()) {
        for (const call of data.calls) {
            const { at = 0, vals = {} } = this.changed[call.id] || {};
            Object.assign(call, this.drafts.get(call.id), at >= asked ? vals : {});
        }
        for (const last of data.last) {
            const start = deserializeDateTime(last.date_start);
            const isToday = start.hasSame(luxon.DateTime.now(), "day");
            last.time = start.toFormat(isToday ? "HH:mm" : "dd/MM");
        }
        const known = new Set(data.calls.map((call) => call.id));
        this.data = data;
        this.offset = getOffset(data.now);
        this.isOffline = false;
        for (const id of Object.keys(this.fresh)) {
            if (!known.has(Number(id))) {
                delete this.fresh[id];
            }
        }
        if (!this.tabs.some((tab) => tab.key === this.key)) {
            this.key = this.tabs[0]?.key || "";
        }
    }

    async load() {
        const asked = Date.now();
        try {
            const data = await this.keepLast.add(
                this.orm.silent.call("pharma.call", "get_desk", [])
            );
            this.take(data, asked);
        } catch (error) {
            this.loseConnection(error);
        }
        if (this.drafts.callIds.length) {
            this.saveSoon();
        }
    }

    loseConnection(error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
        this.isOffline = true;
        browser.clearTimeout(this.retry);
        this.retry = browser.setTimeout(() => this.load(), RETRY_DELAY);
    }

    select(key) {
        this.key = key;
        if (this.call) {
            delete this.fresh[this.call.id];
        }
    }

    /** A call rings: it comes to the front unless somebody types in another one. */
    async pop(callId, isTyping) {
        const before = this.key;
        await this.load();
        if (!this.calls.some((call) => call.id === callId)) {
            return;
        }
        if (isTyping && before && before !== `call-${callId}`) {
            this.fresh[callId] = true;
        } else {
            this.select(`call-${callId}`);
        }
    }

    change(vals) {
        const { call } = this;
        this.remember(call, vals);
        this.drafts.add(call.id, vals);
        this.saveSoon();
    }

    remember(call, vals) {
        Object.assign(call, vals);
        const before = this.changed[call.id]?.vals;
        this.changed[call.id] = { at: Date.now(), vals: { ...before, ...vals } };
    }

    async saveAll() {
        for (const callId of this.drafts.callIds) {
            await this.save(callId);
        }
    }

    save(callId) {
        return this.mutex.exec(async () => {
            // answers to a script are history: they are sent when the call is finished
            const { answers: _answers, ...vals } = this.drafts.get(callId);
            if (!Object.keys(vals).length) {
                return;
            }
            try {
                const { is_finished: isFinished } = await this.orm.silent.call(
                    "pharma.call",
                    "save_draft",
                    [[callId], vals]
                );
                this.isOffline = false;
                if (isFinished) {
                    this.drafts.remove(callId);
                } else {
                    this.drafts.drop(callId, vals);
                }
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    this.drafts.remove(callId); // not ours any more, and never will be sent
                }
                this.loseConnection(error);
            }
        });
    }

    async pickPartner(partnerId) {
        const { call } = this;
        await this.save(call.id);
        const { partner } = await this.orm.call("pharma.call", "save_draft", [
            [call.id],
            { partner_id: partnerId },
        ]);
        this.remember(call, { partner });
    }

    async createPartner(name) {
        const { call } = this;
        const partner = await this.orm.call("pharma.call", "create_desk_customer", [
            [call.id],
            name,
        ]);
        this.remember(call, { partner });
    }

    /** One request writes, ends the call to make, and says what comes next. */
    finish(getNext) {
        const { call } = this;
        return this.work(() =>
            this.mutex.exec(async () => {
                const vals = {
                    purpose_id: call.purpose_id,
                    disposition_id: call.disposition_id,
                    note: call.note,
                    answers: call.answers || {},
                };
                const data = await this.orm.call("pharma.call", "finish", [[call.id], vals, getNext]);
                this.drafts.remove(call.id);
                this.take(data);
                this.showFirstTodo(getNext);
            })
        );
    }

    takeNext() {
        return this.work(async () => {
            const next = await this.orm.call("pharma.call.todo", "take_next", []);
            await this.load();
            if (next) {
                this.select(`todo-${next.todo_id}`);
            }
            return next;
        });
    }

    showFirstTodo(isAsked) {
        const todo = this.data.todos[0];
        if (isAsked && todo && !this.calls.some((call) => call.is_open)) {
            this.select(`todo-${todo.id}`);
        }
    }

    /** @returns {Object|false} `action`: what the device has to do, without a PBX */
    dial(vals) {
        return this.start("dial", vals);
    }

    startCall(vals) {
        return this.start("start_call", vals);
    }

    start(method, vals) {
        return this.work(async () => {
            const answer = await this.orm.call("pharma.call", method, [], vals);
            this.take(answer.desk);
            if (answer.call_id) {
                this.select(`call-${answer.call_id}`);
            }
            return answer;
        });
    }

    /** Nothing is done twice because a key was pressed twice. */
    async work(callback) {
        if (this.isBusy) {
            return false;
        }
        this.isBusy = true;
        try {
            return await callback();
        } finally {
            this.isBusy = false;
        }
    }

    /** The PBX was asked for something about the seat: it needs a moment. */
    loadLater() {
        const load = () => this.load();
        this.later = [1000, 3000, 8000].map((wait) => browser.setTimeout(load, wait));
    }

    giveBack() {
        return this.work(async () => {
            await this.orm.call("pharma.call.todo", "give_back", [[this.todo.id]]);
            await this.load();
        });
    }

    close() {
        for (const timeout of this.later || []) {
            browser.clearTimeout(timeout);
        }
        browser.clearTimeout(this.retry);
        this.saveSoon.cancel();
        return this.saveAll();
    }
}
