import { Component, onPatched, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { tellOrder } from "./phone_order_done";
import { ProductSearch } from "./product_search";

const MODEL = "pharma.phone.order";
const MAX_BRANCHES = 5;

/**
 * Prices, stock and, with the right to sell, an order, while the customer is on the telephone.
 * Everything goes by the keyboard: type, Enter, quantity, Ctrl+Enter. (000-02, 000-25..28)
 */
export class PhoneOrderDialog extends Component {
    static template = "pharma_callcenter.PhoneOrderDialog";
    static components = { DateTimeInput, Dialog, ProductSearch, RecordSelector };
    static props = {
        close: Function,
        title: String,
        callId: { type: [Number, Boolean], optional: true },
        partnerId: { type: [Number, Boolean], optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.lines = useRef("lines");
        this.newCustomer = _t("Empty: a new one");
        this.notBefore = _t("Not before");
        this.open = _t("Open");
        this.closed = _t("Closed");
        this.state = useState({
            start: null,
            customer: false,
            told: { name: "", phone: "", email: "", street: "", city: "" },
            warehouseId: false,
            lines: [],
            alternatives: null,
            isDelivery: false,
            delivery: { name: "", phone: "", street: "", city: "" },
            deliverFrom: false,
            isInvoice: false,
            invoice: { name: "", vat: "", email: "", address: "" },
            note: "",
            isBusy: false,
            error: "",
        });
        this.focusIndex = -1;
        onWillStart(() => this.load());
        onPatched(() => this.focusQuantity());
    }

    async load() {
        const start = await this.orm.call(MODEL, "get_start", [], {
            call_id: this.props.callId || null,
            partner_id: this.props.partnerId || null,
        });
        Object.assign(this.state, { start, customer: start.customer });
        this.state.warehouseId = start.warehouse_id;
        this.state.told.phone = start.customer ? "" : start.number;
    }

    get partnerId() {
        return this.state.customer ? this.state.customer.id : null;
    }

    get ownBranch() {
        return this.state.start.branches.find((branch) => branch.id === this.state.warehouseId);
    }

    get total() {
        return this.state.lines
            .filter((line) => !line.isReserved)
            .reduce((sum, line) => sum + line.price * line.quantity, 0);
    }

    join(texts) {
        return texts.filter(Boolean).join(" · ");
    }

    /** Where a medicine is, most of it first: dozens of branches do not fit. */
    whereabouts(product) {
        const found = this.state.start.branches
            .filter((branch) => product.stock[branch.id] > 0)
            .sort((a, b) => product.stock[b.id] - product.stock[a.id])
            .slice(0, MAX_BRANCHES);
        return this.join(
            found.map(({ id, name }) => `${name} ${this.quantity(product.stock[id])}`)
        );
    }

    setBranch(ev) {
        this.state.warehouseId = Number(ev.target.value);
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.start.currency_id });
    }

    quantity(value) {
        return formatFloat(value, { trailingZeros: false });
    }

    // === CUSTOMER === //
    async setCustomer(partnerId) {
        this.state.customer = partnerId
            ? await this.orm.call(MODEL, "get_customer", [partnerId])
            : false;
        await this.reprice();
    }

    /** What is known of the customer is shown, what is not is asked for. */
    isUnknown(name) {
        return !this.state.customer || !this.state.customer[name];
    }

    // === LINES === //
    async add(product) {
        const found = this.state.lines.find((line) => line.product.id === product.id);
        this.focusIndex = found ? this.state.lines.indexOf(found) : this.state.lines.length;
        if (found) {
            found.quantity += 1;
            await this.reprice();
        } else {
            this.state.lines.push({
                product,
                quantity: 1,
                uomId: product.uom_id,
                price: product.price,
                isReserved: false,
            });
        }
        this.state.error = "";
        if (this.isShort(this.state.lines.at(-1)) && !found) {
            await this.showAlternatives(product);
        }
    }

    /** The quantity of what was chosen is asked next, once it is on the screen. */
    focusQuantity() {
        const input = this.lines.el?.querySelector(`[data-index="${this.focusIndex}"]`);
        if (input) {
            this.focusIndex = -1;
            input.focus();
            input.select();
        }
    }

    remove(line) {
        this.state.lines.splice(this.state.lines.indexOf(line), 1);
    }

    async setQuantity(line, ev) {
        const quantity = Number(ev.target.value.replace(",", "."));
        if (quantity > 0) {
            line.quantity = quantity;
            await this.reprice();
        } else {
            ev.target.value = line.quantity;
        }
    }

    async setUnit(line, ev) {
        line.uomId = Number(ev.target.value);
        await this.reprice();
    }

    async reprice() {
        const lines = [...this.state.lines];
        if (!lines.length) {
            return;
        }
        const prices = await this.orm.silent.call(MODEL, "get_line_prices", [
            lines.map((line) => this.toLine(line)),
            this.partnerId,
        ]);
        lines.forEach((line, index) => (line.price = prices[index]));
    }

    toLine(line) {
        return {
            product_id: line.product.id,
            quantity: line.quantity,
            uom_id: line.uomId,
            is_reserved: line.isReserved,
        };
    }

    getStock(product) {
        return product.stock[this.state.warehouseId] || 0;
    }

    isShort(line) {
        const unit = line.product.uoms.find((uom) => uom.id === line.uomId);
        const needed = line.quantity * (unit ? unit.factor : 1);
        return line.product.is_storable && this.getStock(line.product) < needed;
    }

    async showAlternatives(product) {
        const rows = await this.orm.call(MODEL, "get_alternatives", [product.id, this.partnerId]);
        this.state.alternatives = { product, rows };
    }

    replace(product) {
        const index = this.state.lines.findIndex(
            (line) => line.product.id === this.state.alternatives.product.id
        );
        if (index >= 0) {
            this.state.lines.splice(index, 1);
        }
        this.state.alternatives = null;
        return this.add(product);
    }

    // === ORDER === //
    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            ev.stopPropagation();
            ev.target.blur?.();
            this.place(true);
        }
    }

    onQuantityKeydown(ev) {
        if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            ev.target.closest(".o_pharma_phone_order").querySelector(".o_pharma_search").focus();
        }
    }

    get values() {
        const { state } = this;
        return {
            call_id: this.props.callId || null,
            partner_id: this.partnerId,
            customer: { ...state.told },
            lines: state.lines.map((line) => this.toLine(line)),
            warehouse_id: state.warehouseId,
            is_delivery: state.isDelivery,
            delivery: { ...state.delivery },
            deliver_from: state.deliverFrom ? serializeDateTime(state.deliverFrom) : null,
            is_invoice: state.isInvoice,
            invoice: { ...state.invoice },
            note: state.note,
        };
    }

    async place(isConfirmed) {
        if (this.state.isBusy || !this.state.start.may_order || !this.state.lines.length) {
            return;
        }
        this.state.isBusy = true;
        this.state.error = "";
        try {
            const result = await this.orm.call(MODEL, "place_order", [
                { ...this.values, is_confirmed: isConfirmed },
            ]);
            await this.finish(result);
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            // what was entered stays: the customer is still on the line
            this.state.error = error.data?.message || error.message;
        } finally {
            this.state.isBusy = false;
        }
    }

    async finish(result) {
        this.props.close();
        await tellOrder(this.env, result);
    }
}

/** Buttons and menu lead here. */
function openPhoneOrder(env, { name, params }) {
    env.services.dialog.add(PhoneOrderDialog, {
        title: name || _t("Prices and Stock"),
        callId: params?.call_id || false,
        partnerId: params?.partner_id || false,
    });
}

registry.category("actions").add("pharma_phone_order", openPhoneOrder);
