import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CourierOutbox } from "./courier_outbox";
import { CourierStore } from "./courier_store";
import { CourierVisit } from "./courier_visit";

const RETRY_SECONDS = 20;

/** The courier's screen on a telephone: stops, visits, and what waits for the network (000-29). */
export class Courier extends Component {
    static template = "pharma_delivery.Courier";
    static components = { CourierVisit };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
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
            isBusy: false,
            loading: {},
        });
        onWillStart(async () => {
            this.store = await new CourierStore().open();
            this.outbox = new CourierOutbox(
                this.store,
                (visits) =>
                    this.orm.silent.call("pharma.delivery.attempt", "record_attempts", [visits]),
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
            const data = await this.orm.silent.call(
                "stock.picking.batch",
                "get_courier_rounds",
                []
            );
            await this._show({ ...data, asOf: luxon.DateTime.now().toFormat("HH:mm") });
            this.state.isOffline = false;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                this.state.error = error.data?.message || _t("The server did not answer. Try later.");
            }
            this.state.isOffline = error instanceof ConnectionLostError;
        }
    }

    async retry() {
        if (this.waitingCount) {
            await this.outbox.flush();
            await this._countWaiting();
            if (!this.waitingCount) {
                await this.refresh();
            }
        }
    }

    async _show(data) {
        this.state.error = "";
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
        if (answer.status === "offline") {
            this.state.isOffline = true;
        } else if (answer.status === "later") {
            this.state.error = answer.message;
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

    // --- What is shown --- //
    resultOf(stop) {
        return this.state.waiting[stop.id] || stop.result;
    }

    resultName(result) {
        return {
            delivered: _t("Delivered"),
            partly: _t("Partly Delivered"),
            refused: _t("Refused"),
            not_home: _t("Nobody Met"),
            cancelled: _t("Cancelled"),
        }[result];
    }

    isOpen(stop) {
        return !stop.is_pending && ["", "not_home"].includes(this.resultOf(stop));
    }

    openCount(round) {
        return round.stops.filter((stop) => this.isOpen(stop)).length;
    }

    mapLink(stop) {
        const query = encodeURIComponent(stop.address || stop.customer);
        return `https://www.openstreetmap.org/search?query=${query}`;
    }

    geoLink(stop) {
        return `geo:0,0?q=${encodeURIComponent(stop.address || stop.customer)}`;
    }

    callLink(stop) {
        return `tel:${stop.phone.replace(/[^+\d]/g, "")}`;
    }

    limits(stop) {
        if (stop.low !== null && stop.high !== null) {
            return _t("Keep at %(low)s to %(high)s degrees C.", { low: stop.low, high: stop.high });
        }
        return stop.high !== null
            ? _t("Keep at %s degrees C at most.", stop.high)
            : _t("Keep at %s degrees C at least.", stop.low);
    }

    get userWords() {
        const { user, asOf } = this.state;
        return asOf ? _t("%(user)s, as of %(time)s", { user, time: asOf }) : user;
    }

    get waitingWords() {
        return _t("%s waiting to be sent", this.waitingCount);
    }

    refusedWords({ number, refused }) {
        return _t("%(number)s was not accepted: %(reason)s", { number, reason: refused });
    }

    openWords(round) {
        return _t("%(open)s of %(all)s stops open", {
            open: this.openCount(round),
            all: round.stops.length,
        });
    }

    stopWords(stop) {
        const words = [stop.number];
        if (stop.deadline) {
            words.push(_t("at the latest %s", stop.deadline));
        }
        if (stop.tries) {
            words.push(_t("tries before: %s", stop.tries));
        }
        return words.join(" - ");
    }

    cashWords(round, stop) {
        return _t("To collect: %s", this.money(round, stop.cash));
    }

    money(round, amount) {
        return `${amount.toLocaleString(undefined, {
            maximumFractionDigits: round.digits,
        })} ${round.currency}`;
    }

    // --- What is done --- //
    openStop(round, stop) {
        Object.assign(this.state, { round, stop, result: "" });
        window.scrollTo(0, 0);
    }

    back() {
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

    async depart(round) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const text = (this.state.loading[round.id] || "").trim();
            const values = text ? text.split(/[;\s]+/).map((t) => Number(t.replace(",", "."))) : [];
            if (values.some((value) => !Number.isFinite(value))) {
                this.state.error = _t("Enter temperatures as numbers, such as 4.5 5.0.");
                return;
            }
            const papers = round.papers.filter((p) => p.checked).map((p) => p.id);
            const data = await this.orm.call("stock.picking.batch", "depart_round", [
                [round.id],
                papers,
                values,
            ]);
            await this._show({ ...data, asOf: luxon.DateTime.now().toFormat("HH:mm") });
        } catch (error) {
            this.state.error =
                error instanceof ConnectionLostError
                    ? _t("Departure needs the network: the office has to know what left.")
                    : error.data?.message || String(error);
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("actions").add("pharma_courier", Courier);
