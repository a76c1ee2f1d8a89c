import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { Ticker } from "./ticker";

const TONES = { available: "success", paused: "warning", wrapup: "info", offline: "secondary" };

/** The agent's own switch: available, pause with a reason, sign out (000-39, 002-27). */
export class DeskSeat extends Component {
    static template = "pharma_callcenter.DeskSeat";
    static components = { Dropdown, DropdownItem, Ticker };
    static props = {
        seat: { type: [Object, Boolean] },
        offset: Number,
        /** called with the new seat */
        onChange: Function,
    };

    setup() {
        this.orm = useService("orm");
    }

    get tone() {
        return TONES[this.props.seat.state];
    }

    async set(state, reason = false) {
        const seat = await this.orm.call("pharma.agent", "set_my_state", [state, reason]);
        this.props.onChange(seat);
    }
}
