import { Component, useRef, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const DELAY = 250;
const MOST_FOUND = 8;

/**
 * Who is calling: one of those who have the number, somebody found by name or number, or a new
 * customer, all in one place (001-04).
 */
export class CustomerPicker extends Component {
    static template = "pharma_callcenter.CustomerPicker";
    static props = {
        candidates: Array,
        bus: Object,
        /** called with the id of a customer */
        onPick: Function,
        /** called with the name of a new customer */
        onCreate: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.input = useRef("input");
        this.state = useState({ text: "", found: [], isSearched: false, at: 0 });
        this.search = useDebounced(() => this.load(), DELAY);
        useBus(this.props.bus, "FOCUS_CUSTOMER", () => this.input.el?.focus());
    }

    /** what Enter chooses from: those found, and last the new customer */
    get choices() {
        const { found, text, isSearched } = this.state;
        const name = text.trim();
        return isSearched && /\p{L}/u.test(name) ? [...found, { id: 0, name }] : found;
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    onKeydown(ev) {
        const { length } = this.choices;
        if (ev.key === "ArrowDown" && length) {
            this.state.at = (this.state.at + 1) % length;
        } else if (ev.key === "ArrowUp" && length) {
            this.state.at = (this.state.at + length - 1) % length;
        } else if (ev.key === "Enter" && !ev.altKey && !ev.ctrlKey && length) {
            this.choose(this.choices[this.state.at]);
        } else if (ev.key === "Escape") {
            Object.assign(this.state, { text: "", found: [], isSearched: false, at: 0 });
            this.input.el.blur();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    async load() {
        const text = this.state.text.trim();
        if (!text) {
            Object.assign(this.state, { found: [], isSearched: false, at: 0 });
            return;
        }
        const rows = await this.keepLast.add(
            this.orm.silent.searchRead(
                "res.partner",
                [["display_name", "ilike", text]],
                ["complete_name", "phone", "city"],
                { limit: MOST_FOUND }
            )
        );
        const found = rows.map((row) => ({
            id: row.id,
            name: row.complete_name,
            place: [row.phone, row.city].filter(Boolean).join(", "),
        }));
        Object.assign(this.state, { found, isSearched: true, at: 0 });
    }

    choose(choice) {
        if (choice.id) {
            this.props.onPick(choice.id);
        } else {
            this.props.onCreate(choice.name);
        }
    }
}
