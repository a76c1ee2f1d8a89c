import { onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useBackKey } from "./back_key";
import { CourierOutbox, isLoggedOut, isOffline, within } from "./courier_outbox";
import { CourierStore } from "./courier_store";
import { CourierVisit } from "./courier_visit";
import { CourierWords } from "./courier_words";

const RETRY_SECONDS = 20;

/** The courier's screen on a telephone: stops, visits, and what waits for the network (000-29). */
export class Courier extends CourierWords {
    static template = "pharma_delivery.Courier";
    static components = { CourierVisit };
    static props = { ...standardActionServiceProps };

    setup() {
        // not tied to the screen: what is on its way when it is left has to come to its end
        this.orm = this.env.services.orm;
        this.notification = useService("notification");
        this.state = useState({
            rounds: [],
            reasons: [],
            user: "",
            asOf: "",
            isOffline: false,
            waiting: {},
            refused: [],
            stop: null,
            round: null,
            result: "",
            error: "",
            logInWords: "",
            isBusy: false,
            loading: {},
        });
        this.root = useRef("root");
        this.listTop = 0; // where the list was scrolled to
        this.backKey = useBackKey(() => this._stepBack());
        useEffect(
            (isInside) => {
                this.root.el.scrollTop = isInside ? 0 : this.listTop;
            },
            () => [Boolean(this.state.stop), this.state.result]
        );
        onWillStart(async () => {
            this.store = await new CourierStore().open();
            this.outbox = new CourierOutbox(
                this.store,
                (visits) =>
                    this.orm.silent.call("pharma.delivery.attempt", "record_attempts", [visits], {
                        user_id: user.userId,
                    }),
                (visit, answer) => this.onAnswer(visit, answer)
            );
            const data = await this.store.load("rounds");
            if (data) {
                this._apply(data); // at once, whatever the network does
                await this._countWaiting();
                this.refresh();
            } else {
                await this.refresh();
            }
        });
        this.onOnline = () => this.refresh();
        window.addEventListener("online", this.onOnline);
        this.timer = setInterval(() => this.retry(), RETRY_SECONDS * 1000);
        onWillUnmount(() => {
            window.removeEventListener("online", this.onOnline);
            clearInterval(this.timer);
        });
    }

    get waitingCount() {
        return Object.keys(this.state.waiting).length;
    }

    get isLasting() {
        return this.store.isLasting;
    }

    // --- Data --- //
    /** Send what waits first: what the server says afterwards includes it. */
    async refresh() {
        await this._countWaiting();
        await this.outbox.flush();
        await this._countWaiting();
        try {
            const data = await within(
                this.orm.silent.call("stock.picking.batch", "get_courier_rounds", [])
            );
            this.state.isOffline = false;
            await this._show(data);
        } catch (error) {
            this._tell(error);
        }
    }

    /** Say what went wrong; without network, that all goes on. */
    _tell(error) {
        this.state.isOffline = isOffline(error);
        if (isLoggedOut(error)) {
            this.state.logInWords =
                error.code === 100
                    ? _t("You are logged out. Visits are kept and sent when you have logged in again.")
                    : error.data?.message;
        } else if (!this.state.isOffline) {
            this.state.error = error.data?.message || _t("The server did not answer. Try later.");
        }
    }

    async retry() {
        if (this.waitingCount || this.state.isOffline) {
            await this.refresh();
        }
    }

    async _show(rounds) {
        if (rounds.user_id !== user.userId) {
            // another one's stops are neither shown nor kept under this name
            this.state.logInWords = _t(
                "%s has logged in on this telephone. Log in under your own name to go on.",
                rounds.user
            );
            return;
        }
        const data = { ...rounds, asOf: luxon.DateTime.now().toFormat("HH:mm") };
        this.state.error = data.error || "";
        this.state.logInWords = "";
        this._apply(data);
        await this.store.save("rounds", data);
    }

    _apply(data) {
        Object.assign(this.state, {
            rounds: data.rounds,
            reasons: data.reasons,
            user: data.user,
            asOf: data.asOf,
        });
    }

    async _countWaiting() {
        const visits = await this.store.all();
        this.state.waiting = Object.fromEntries(
            visits
                .filter((visit) => !visit.refused)
                .map((visit) => [visit.data.picking_id, visit.data.result])
        );
        this.state.refused = visits.filter((visit) => visit.refused);
    }

    async onAnswer(visit, answer) {
        if (answer.status === "later") {
            this._tell(answer.error);
        } else {
            this.state.isOffline = false;
            await this._countWaiting();
        }
        if (answer.status === "conflict") {
            this.notification.add(
                _t("%(number)s: %(message)s The office was told.", {
                    number: visit.number,
                    message: answer.message,
                }),
                { type: "warning", sticky: true }
            );
        }
    }

    // --- What is done --- //
    openStop(round, stop) {
        this.listTop = this.root.el.scrollTop;
        Object.assign(this.state, { round, stop, result: "" });
        this.backKey.enter();
    }

    choose(result) {
        this.state.result = result;
        this.backKey.enter();
    }

    back() {
        this.backKey.leave(1);
        this._stepBack();
    }

    _stepBack() {
        if (this.state.result) {
            this.state.result = "";
        } else {
            Object.assign(this.state, { round: null, stop: null });
        }
    }

    /** Keep the visit first, send it afterwards: a lost connection loses nothing. */
    async record(data) {
        await this.store.add({ data, number: this.state.stop.number });
        Object.assign(this.state, { round: null, stop: null, result: "" });
        this.backKey.leave();
        await this._countWaiting();
        this.refresh(); // not waited for: the next stop does not wait for the network
    }

    async dropRefused(visit) {
        if (window.confirm(_t("Has the office noted what happened? This takes it off the list."))) {
            await this.store.remove(visit);
            await this._countWaiting();
        }
    }

    togglePaper(paper, ev) {
        paper.checked = ev.target.checked;
    }

    loadingKey(round, box) {
        return `${round.id}-${box.condition_ids.join("-")}`;
    }

    /** What was measured at loading; several boxes with goods of one kind have several values. */
    _readLoading(round) {
        return this.boxesOf(round).flatMap((box) => {
            const text = (this.state.loading[this.loadingKey(round, box)] || "").trim();
            const values = text ? text.split(/[;\s]+/).map((t) => Number(t.replace(",", "."))) : [];
            return box.condition_ids.flatMap((id) =>
                values.map((value) => ({ condition_id: id, value }))
            );
        });
    }

    async depart(round) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const values = this._readLoading(round);
            if (values.some(({ value }) => !Number.isFinite(value))) {
                this.state.error = _t("Enter temperatures as numbers, such as 4.5 5.0.");
                return;
            }
            const papers = round.papers.filter((p) => p.checked).map((p) => p.id);
            const data = await within(
                this.orm.call("stock.picking.batch", "depart_round", [[round.id], papers, values])
            );
            for (const box of this.boxesOf(round)) {
                delete this.state.loading[this.loadingKey(round, box)]; // recorded
            }
            await this._show(data);
        } catch (error) {
            if (isOffline(error)) {
                this.state.error = _t(
                    "Departure needs the network: the office has to know what left."
                );
            } else {
                this._tell(error);
            }
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("actions").add("pharma_courier", Courier);
