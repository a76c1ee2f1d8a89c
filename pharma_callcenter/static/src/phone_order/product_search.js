import { Component, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const DELAY = 150;
const MAX_COLUMNS = 4;

/** Finds medicines by any part of name or ingredient; arrows and Enter choose (000-02). */
export class ProductSearch extends Component {
    static template = "pharma_callcenter.ProductSearch";
    static props = {
        partnerId: { type: [Number, { value: null }], optional: true },
        branches: Array,
        warehouseId: Number,
        money: Function,
        quantity: Function,
        whereabouts: Function,
        add: Function,
        showAlternatives: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ text: "", found: "", rows: [], active: 0 });
        useAutofocus({ refName: "search" });
        this.search = useDebounced(() => this.load(), DELAY);
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    async load() {
        const text = this.state.text.trim();
        const rows = text
            ? await this.keepLast.add(
                  this.orm.silent.call("pharma.phone.order", "search_products", [
                      text,
                      this.props.partnerId || null,
                  ])
              )
            : [];
        Object.assign(this.state, { rows, found: text, active: 0 });
    }

    async onKeydown(ev) {
        const { rows, active } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.active = Math.max(0, Math.min(rows.length - 1, active + step));
        } else if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            ev.preventDefault();
            if (this.state.found !== this.state.text.trim()) {
                // typed faster than the list came: never take what stood there before
                await this.load();
            }
            if (this.state.rows.length) {
                this.choose(this.state.rows[this.state.active]);
            }
        } else if (ev.key === "Escape" && this.state.text) {
            // the first Escape empties the box, the next closes the window
            ev.preventDefault();
            ev.stopPropagation();
            Object.assign(this.state, { text: "", found: "", rows: [], active: 0 });
        }
    }

    choose(product) {
        Object.assign(this.state, { text: "", found: "", rows: [], active: 0 });
        this.props.add(product);
    }

    /** A column per branch where there are few; else that of the order, the others in one. */
    get columns() {
        const { branches, warehouseId } = this.props;
        return branches.length <= MAX_COLUMNS
            ? branches
            : branches.filter(({ id }) => id === warehouseId);
    }

    get hasOthers() {
        return this.props.branches.length > this.columns.length;
    }

    getElsewhere(product) {
        return product.total - (product.stock[this.props.warehouseId] || 0);
    }

    describe(product) {
        const { ingredient, strength, form, storage } = product;
        return [ingredient, strength, form, storage].filter(Boolean).join(" · ");
    }

    getUnit(product) {
        return product.uoms.find((uom) => uom.id === product.uom_id)?.name;
    }
}
