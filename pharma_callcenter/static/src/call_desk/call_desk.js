import { Component, EventBus, onWillStart, onWillUnmount, useExternalListener, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ContactScript } from "@pharma_crm/contact_script/contact_script";
import { CustomerCard } from "@pharma_crm/customer_card/customer_card";
import { CustomerPicker } from "./customer_picker";
import { DeskKeys } from "./desk_keys";
import { DeskModel } from "./desk_model";
import { DeskSeat } from "./desk_seat";
import { DeskSections } from "./desk_sections";
import { Ticker } from "./ticker";

const CHANGE_DELAY = 150;
// how many calls are due changes without a message
const POLL_DELAY = 60000;

/**
 * One screen for a day at the telephone: state, calls to make, the call that goes on, the customer
 * (004-04, 000-04, 002-28). Every step has a key.
 */
export class CallDesk extends Component {
    static template = "pharma_callcenter.CallDesk";
    static components = {
        ContactScript,
        CustomerCard,
        CustomerPicker,
        DeskSeat,
        DeskSections,
        Layout,
        Ticker,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.pops = useService("pharma_call_pop");
        this.display = { controlPanel: {} };
        this.bus = new EventBus();
        this.note = useRef("note");
        this.model = useState(DeskModel.create(this.orm));
        this.state = useState({ number: "", isChanging: false });
        const reload = debounce(() => this.model.load(), CHANGE_DELAY);
        useBus(this.pops.bus, "POP", ({ detail }) => this.onPop(detail.callId));
        useBus(this.pops.bus, "CHANGED", reload);
        useBus(this.pops.bus, "RECONNECT", reload);
        useExternalListener(document, "visibilitychange", () => !document.hidden && reload());
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        onWillStart(async () => {
            await this.model.load();
            const asked = this.props.action.context?.pharma_call_id;
            if (asked && this.model.calls.some((call) => call.id === asked)) {
                this.model.select(`call-${asked}`);
            }
        });
        const detach = this.pops.attach();
        const poll = browser.setInterval(() => !document.hidden && reload(), POLL_DELAY);
        onWillUnmount(() => {
            browser.clearInterval(poll);
            detach();
            reload.cancel();
            this.model.close();
        });
        this.useKeys();
    }

    useKeys() {
        const whileTyping = { bypassEditableProtection: true };
        for (let index = 0; index < 10; index++) {
            const digit = (index + 1) % 10;
            useHotkey(String(digit), () => this.pickPurpose(this.model.purposes[index]));
            useHotkey(`shift+${digit}`, () => this.pickDisposition(this.dispositions[index]));
        }
        useHotkey("control+enter", () => this.finish(false), whileTyping);
        useHotkey("alt+enter", () => this.finish(true), whileTyping);
        useHotkey("n", () => this.takeNext());
        useHotkey("d", () => this.dialShown());
        useHotkey("c", () => this.changeCustomer());
        useHotkey("m", () => this.note.el?.focus());
    }

    onKeydown(ev) {
        const isTyping = this.isEditable(ev.target);
        if (ev.key === "?" && !isTyping && !document.querySelector(".modal")) {
            ev.preventDefault();
            this.openKeys();
        } else if (ev.key === "Escape" && ev.target === this.note.el) {
            this.note.el.blur();
        }
    }

    onSeat(seat) {
        this.model.data.seat = seat;
        if (seat.has_pbx) {
            this.model.loadLater();
        }
    }

    openKeys() {
        this.dialog.add(DeskKeys, {});
    }

    isEditable(element) {
        return Boolean(element?.matches?.("input, textarea, select, [contenteditable=true]"));
    }

    async onPop(callId) {
        const active = document.activeElement;
        const isTyping = this.isEditable(active) || Boolean(document.querySelector(".modal"));
        await this.model.pop(callId, isTyping);
    }

    get emptyText() {
        return this.model.data.seat && this.model.data.seat.has_pbx
            ? _t("No call. The next one that rings at your seat shows here by itself.")
            : _t("No call. Enter the number of who calls, or take the next call to make.");
    }

    get partner() {
        const shown = this.model.call || this.model.todo;
        return shown ? shown.partner : false;
    }

    /** of who calls us, nobody says that he was not reached */
    get dispositions() {
        const { call, data } = this.model;
        return data.dispositions.filter(
            (each) => each.is_reached || call?.direction === "outbound"
        );
    }

    get script() {
        const { call, todo } = this.model;
        return (todo || call?.todo || {}).script;
    }

    // === THE CALL === //
    pickPurpose(purpose) {
        if (purpose && this.model.call) {
            this.model.change({ purpose_id: purpose.id });
        }
    }

    pickDisposition(disposition) {
        if (!disposition || !this.model.call) {
            return;
        }
        const isAgain = this.model.call.disposition_id === disposition.id;
        this.model.change({ disposition_id: isAgain ? false : disposition.id });
    }

    onNote(ev) {
        this.model.change({ note: ev.target.value });
    }

    async finish(getNext) {
        const { call } = this.model;
        if (!call) {
            return;
        }
        const missing = this.getMissing(call);
        if (missing) {
            // so that the keys work at once
            document.activeElement?.blur();
            this.notification.add(missing, { type: "warning" });
            return;
        }
        await this.model.finish(getNext);
        this.state.isChanging = false;
    }

    getMissing(call) {
        if (!call.purpose_id) {
            return _t("Choose the purpose: keys 1 to 0.");
        }
        if (call.direction === "outbound" && !call.disposition_id) {
            return _t("Choose the result: Shift and a digit.");
        }
        return "";
    }

    onAnswers(answers) {
        if (this.model.call) {
            this.model.change({ answers });
        }
    }

    async takeNext() {
        const next = await this.model.takeNext();
        if (next === false && !this.model.todo) {
            this.notification.add(_t("No call to make is due."), { type: "info" });
        }
    }

    async dialShown() {
        if (this.model.todo) {
            await this.dial({ todo_id: this.model.todo.id });
        }
    }

    async dial(vals) {
        const answer = await this.model.dial(vals);
        if (answer?.action) {
            await this.action.doAction(answer.action);
        } else if (answer && !answer.call_id) {
            this.notification.add(_t("The PBX dials: take off your receiver."), { type: "info" });
        }
    }

    // === BY HAND === //
    onNumber(ev) {
        this.state.number = ev.target.value;
    }

    onNumberKeydown(ev) {
        if (ev.key === "Enter" && !ev.ctrlKey && !ev.altKey) {
            ev.preventDefault();
            this.startInbound();
        }
    }

    async startInbound() {
        await this.model.startCall({ direction: "inbound", number: this.state.number });
        this.state.number = "";
    }

    async dialNumber() {
        await this.dial({ number: this.state.number });
        this.state.number = "";
    }

    // === THE CUSTOMER === //
    changeCustomer() {
        if (this.model.call) {
            this.state.isChanging = Boolean(this.model.call.partner);
            // the box may have to be drawn first
            setTimeout(() => this.bus.trigger("FOCUS_CUSTOMER"));
        }
    }

    async pickPartner(partnerId) {
        await this.model.pickPartner(partnerId);
        this.state.isChanging = false;
    }

    async createPartner(name) {
        await this.model.createPartner(name);
        this.state.isChanging = false;
    }

    select(key) {
        this.state.isChanging = false;
        this.model.select(key);
    }

    /** Calls a method of the call and goes where it leads; what was entered is sent before. */
    async run(method) {
        const { call } = this.model;
        await this.model.save(call.id);
        const action = await this.orm.call("pharma.call", method, [[call.id]]);
        await this.action.doAction(action, { onClose: () => this.model.load() });
    }

    openCall(callId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "pharma.call",
            res_id: callId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("pharma_call_desk", CallDesk);
