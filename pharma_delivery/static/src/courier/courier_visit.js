import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { serializeDateTime } from "@web/core/l10n/dates";
import { drawUid } from "./courier_outbox";
import { boxWords } from "./courier_words";
import { CourierSignature } from "./signature_pad";

const PHOTO_SIZE = 1280;

/**
 * Read a sum of money, in which thousands may be grouped by points, commas or spaces: three digits
 * after the last of them are no cents.
 */
function asMoney(text, digits) {
    const word = String(text).replace(/['\s]/g, "");
    const isGrouped = /^\d{1,3}([.,]\d{3})+$/.test(word) && digits < 3;
    const value = asNumber(isGrouped ? word.replace(/[.,]/g, "") : word);
    return value !== null && digits === 0 && !Number.isInteger(value) ? null : value;
}

/** Read a number as it is written with a comma or a point. */
function asNumber(text) {
    const value = Number(String(text).trim().replace(",", "."));
    return String(text).trim() === "" || !Number.isFinite(value) ? null : value;
}

/** One visit: what came of it, who signed, money, temperature, photo (000-31). */
export class CourierVisit extends Component {
    static template = "pharma_delivery.CourierVisit";
    static components = { CourierSignature };
    static props = {
        stop: Object,
        round: Object,
        result: String,
        reasons: Array,
        onRecord: Function,
        onResult: Function,
        money: Function,
    };

    setup() {
        const { stop } = this.props;
        this.state = useState({
            receiver: stop.receiver,
            identity: "",
            signature: "",
            courierSignature: "",
            isAppearanceGood: false,
            cash: null, // as typed, null before
            temperatures: {}, // as typed, by box
            photo: "",
            note: "",
            reason: false,
            lines: stop.lines.map((line) => ({ ...line, given: String(line.quantity), why: "" })),
            error: "",
            isSaving: false,
        });
    }

    get isHandedOver() {
        return ["delivered", "partly"].includes(this.props.result);
    }

    get title() {
        return {
            delivered: _t("Delivered"),
            partly: _t("Partly Delivered"),
            refused: _t("Refused"),
            not_home: _t("Nobody Met"),
        }[this.props.result];
    }

    get reasons() {
        const { result, reasons } = this.props;
        const known = ["", result];
        if (result === "partly") {
            known.push("refused"); // of one medicine
        }
        return reasons.filter((reason) => known.includes(reason.result));
    }

    /** What is to be collected: not what comes back. */
    get due() {
        const { stop, result } = this.props;
        let due = stop.cash;
        if (result === "partly") {
            for (const line of this.state.lines.filter((line) => this.isLess(line))) {
                due -= line.amount * (1 - asNumber(line.given) / line.quantity);
            }
        }
        return Math.max(0, due);
    }

    get cashText() {
        const { digits } = this.props.round;
        return this.state.cash ?? this.due.toFixed(digits);
    }

    /** The sum as it will be recorded, for the eyes. */
    get cashWords() {
        const value = asMoney(this.cashText, this.props.round.digits);
        return value === null ? "" : this.props.money(this.props.round, value);
    }

    get isCashOther() {
        return this.cashWords !== this.props.money(this.props.round, this.due);
    }

    get dueWords() {
        return _t("To collect: %s", this.props.money(this.props.round, this.due));
    }

    get isTemperatureAsked() {
        return this.props.result !== "not_home";
    }

    get boxes() {
        return this.props.stop.boxes || []; // not in what an older version kept
    }

    boxWords(box) {
        return boxWords(box);
    }

    /** What was measured, for each kind of goods in a box. */
    get readings() {
        return this.boxes.flatMap((box, index) => {
            const value = asNumber(this.state.temperatures[index] || "");
            return value === null
                ? []
                : box.condition_ids.map((id) => ({ condition_id: id, value }));
        });
    }

    /** Whether the reading is outside what a medicine stands. */
    isHarmed({ condition_id: conditionId, low, high }) {
        return this.readings.some(
            (reading) =>
                reading.condition_id === conditionId &&
                ((low !== null && reading.value < low) || (high !== null && reading.value > high))
        );
    }

    /** Whether something is about to be handed over that was too warm or too cold. */
    get isOutside() {
        const isPartly = this.props.result === "partly";
        return this.state.lines.some(
            (line) => this.isHarmed(line) && !(isPartly && asNumber(line.given) === 0)
        );
    }

    get canHandOverRest() {
        const isDelivered = this.props.result === "delivered";
        return isDelivered && !this.state.lines.every((line) => this.isHarmed(line));
    }

    isLess(line) {
        const given = asNumber(line.given);
        return given !== null && given < line.quantity;
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            const image = await createImageBitmap(file);
            const scale = Math.min(1, PHOTO_SIZE / Math.max(image.width, image.height));
            const canvas = document.createElement("canvas");
            canvas.width = Math.round(image.width * scale);
            canvas.height = Math.round(image.height * scale);
            canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
            this.state.photo = canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
        } catch {
            this.state.error = _t("This photo cannot be read. Make another one.");
        }
    }

    _findFault() {
        const { state, props } = this;
        if (!this.isHandedOver) {
            return state.reason ? "" : _t("Choose a reason.");
        }
        if (props.result === "partly") {
            for (const line of state.lines) {
                const given = asNumber(line.given);
                if (given === null || given < 0 || given > line.quantity) {
                    return _t("%(name)s: enter a quantity from 0 to %(most)s.", {
                        name: line.name,
                        most: line.quantity,
                    });
                }
                if (this.isLess(line) && !line.why) {
                    return _t("%s: choose why it is less.", line.name);
                }
            }
            if (!state.lines.some((line) => asNumber(line.given))) {
                return _t("Nothing was handed over: choose 'Refused' instead.");
            }
        }
        if (!state.receiver.trim()) {
            return _t("Enter the full name of who received the goods.");
        }
        if (!state.signature) {
            return _t("Let the receiver sign.");
        }
        if (props.stop.handover && !(state.courierSignature && state.isAppearanceGood)) {
            return _t("Goods under special control: check them together, and sign yourself as well.");
        }
        if (props.stop.identity && !state.identity.trim()) {
            return _t("Enter the identity number of the receiver.");
        }
        if (props.stop.cash && !(asMoney(this.cashText, props.round.digits) >= 0)) {
            return _t("Enter the cash as a number.");
        }
        if (this.isOutside) {
            return _t("Too warm or too cold: do not hand it over.");
        }
        return "";
    }

    _findTemperatureFault() {
        const typed = Object.values(this.state.temperatures).filter((text) => text !== "");
        if (typed.some((text) => asNumber(text) === null || Math.abs(asNumber(text)) > 100)) {
            return _t("Enter the temperature as a number, such as 4.5.");
        }
        return "";
    }

    /** Go on with another result: what was measured and signed stays. */
    change(result) {
        this.state.error = "";
        for (const line of this.state.lines.filter((line) => this.isHarmed(line))) {
            line.given = "0";
        }
        this.props.onResult(result);
    }

    async save() {
        if (this.state.isSaving) {
            return; // tapped twice
        }
        this.state.error = this._findFault() || this._findTemperatureFault();
        if (this.state.error) {
            return;
        }
        this.state.isSaving = true;
        try {
            await this.props.onRecord(this._prepareVisit());
        } catch {
            this.state.error = _t("This telephone has no room to keep the visit. Make room first.");
        }
        this.state.isSaving = false;
    }

    _prepareVisit() {
        const { state, props } = this;
        const isPartly = props.result === "partly";
        const visit = {
            client_uid: drawUid(),
            picking_id: props.stop.id,
            batch_id: props.round.id,
            date: serializeDateTime(luxon.DateTime.now()),
            result: props.result,
            reason_id: Number(state.reason) || false,
            note: state.note,
            photo: state.photo,
            temperatures: this.isTemperatureAsked ? this.readings : [],
            lines: [],
        };
        if (!this.isHandedOver) {
            return visit;
        }
        return {
            ...visit,
            receiver_name: state.receiver.trim(),
            receiver_identity: state.identity,
            signature: state.signature,
            courier_signature: state.courierSignature,
            is_appearance_good: state.isAppearanceGood,
            cash_amount: (props.stop.cash && asMoney(this.cashText, props.round.digits)) || 0,
            lines: state.lines.map((line) => ({
                move_line_id: line.id,
                product_id: line.product_id,
                lot_id: line.lot_id,
                quantity: isPartly ? asNumber(line.given) : line.quantity,
                reason_id: (isPartly && this.isLess(line) && Number(line.why)) || false,
            })),
        };
    }
}
