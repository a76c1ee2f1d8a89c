import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What the courier's screen says about rounds and stops: words, sums, links. */
export class CourierWords extends Component {
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
        const [first] = stop.phone.split(/[/,;]/); // one of several
        return `tel:${first.replace(/[^+\d]/g, "")}`;
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
}
