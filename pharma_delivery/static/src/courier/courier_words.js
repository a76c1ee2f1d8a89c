import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Between which temperatures goods are kept. */
function limitWords({ low, high }) {
    if (low !== null && high !== null) {
        return _t("Keep at %(low)s to %(high)s degrees C.", { low, high });
    }
    return high !== null
        ? _t("Keep at %s degrees C at most.", high)
        : _t("Keep at %s degrees C at least.", low);
}

/** What is asked of a box: of goods that need no cooling it may be left out. */
export function boxWords(box) {
    const words = { name: box.name, limits: limitWords(box) };
    return box.cool
        ? _t("%(name)s: temperature in the box, degrees C. %(limits)s", words)
        : _t("%(name)s: temperature, degrees C (optional). %(limits)s", words);
}

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

    boxesOf(owner) {
        return owner.boxes || []; // not in what an older version kept
    }

    isCool(stop) {
        return this.boxesOf(stop).some((box) => box.cool);
    }

    limits(box) {
        return limitWords(box);
    }

    boxWords(box) {
        return boxWords(box);
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
