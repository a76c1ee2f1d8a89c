import { Component, onWillStart, onWillUnmount, useExternalListener, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Ticker, getOffset } from "../call_desk/ticker";

// at most one request in so many milliseconds, however many calls there are
const SHORTEST = 2000;
// without any message, in case one was lost
const LONGEST = 30000;
const TONES = { available: "success", paused: "warning", wrapup: "info", offline: "secondary" };

/**
 * The centre at this moment, for supervisors and for the screen on the wall (000-38, 000-39).
 *
 * A message says that something changed; figures are asked for then, and seconds tick here. Nothing
 * is asked for while nobody looks.
 */
export class Wallboard extends Component {
    static template = "pharma_callcenter.Wallboard";
    static components = { Dropdown, DropdownItem, Layout, Ticker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        const bus = useService("bus_service");
        this.display = { controlPanel: {} };
        this.root = useRef("root");
        this.state = useState({ data: null, offset: 0, isOffline: false, isBig: false, teams: "" });
        this.lastLoad = 0;
        this.isLoading = false;
        const onChanged = () => this.loadSoon();
        bus.subscribe("pharma_wallboard_changed", onChanged);
        useBus(bus, "BUS:RECONNECT", onChanged);
        useExternalListener(document, "visibilitychange", onChanged);
        useExternalListener(document, "fullscreenchange", () => {
            this.state.isBig = Boolean(document.fullscreenElement);
        });
        onWillStart(() => this.load());
        onWillUnmount(() => {
            bus.unsubscribe("pharma_wallboard_changed", onChanged);
            this.isGone = true;
            browser.clearTimeout(this.timeout);
        });
    }

    loadSoon() {
        if (document.hidden || this.isGone) {
            return;
        }
        const wait = Math.max(0, this.lastLoad + SHORTEST - Date.now());
        this.plan(wait);
    }

    plan(wait) {
        const at = Date.now() + wait;
        if (this.timeout && this.plannedAt <= at && this.plannedAt > Date.now()) {
            return; // a sooner one is on its way
        }
        browser.clearTimeout(this.timeout);
        this.plannedAt = at;
        this.timeout = browser.setTimeout(() => this.load(), wait);
    }

    async load() {
        if (this.isLoading) {
            this.isStale = true;
            return;
        }
        this.isLoading = true;
        this.lastLoad = Date.now();
        try {
            const data = await this.orm.silent.call("pharma.call.queue", "get_wallboard", []);
            Object.assign(this.state, { data, offset: getOffset(data.now), isOffline: false });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.isOffline = true;
        } finally {
            this.isLoading = false;
            this.timeout = null;
            if (!document.hidden && !this.isGone) {
                this.plan(this.isStale ? SHORTEST : LONGEST);
            }
            this.isStale = false;
        }
    }

    get rows() {
        const { queues, total } = this.state.data;
        const name = _t("All Queues");
        return queues.length > 1 ? [{ ...total, name, isTotal: true }, ...queues] : queues;
    }

    tone(agent) {
        return agent.call ? "primary" : TONES[agent.state];
    }

    /** red above the limit of the queue, green where nobody waits */
    waitingTone(row) {
        if (row.isTotal) {
            const isBad = this.state.data.queues.some((queue) => this.waitingTone(queue) === "danger");
            return isBad ? "danger" : row.waiting ? "warning" : "success";
        }
        if (row.waiting > row.waiting_limit || this.waited(row) > row.service_seconds) {
            return "danger";
        }
        return row.waiting ? "warning" : "success";
    }

    waited(row) {
        if (!row.oldest) {
            return 0;
        }
        const oldest = luxon.DateTime.fromSQL(row.oldest, { zone: "utc" }).toMillis();
        return (Date.now() + this.state.offset - oldest) / 1000;
    }

    serviceTone(row) {
        if (row.service === false) {
            return "muted";
        }
        if (row.isTotal) {
            const isBad = this.state.data.queues.some((queue) => this.serviceTone(queue) === "danger");
            return isBad ? "danger" : "success";
        }
        return row.service < row.service_target ? "danger" : "success";
    }

    percent(value) {
        return value === false ? "-" : `${value} %`;
    }

    async open(figure, row) {
        const action = await this.orm.call("pharma.call.queue", "get_wallboard_action", [
            figure,
            row.id,
        ]);
        await this.action.doAction(action);
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    canSupervise(agent) {
        return agent.has_pbx && agent.state !== "offline";
    }

    commands(agent) {
        const hears = agent.call && this.state.data.seat_id && this.state.data.seat_id !== agent.id;
        return [
            ...(hears
                ? [
                      { kind: "listen", name: _t("Listen") },
                      { kind: "whisper", name: _t("Whisper") },
                      { kind: "barge", name: _t("Barge In") },
                      { kind: "take_over", name: _t("Take Over") },
                  ]
                : []),
            ...(agent.state === "paused" ? [] : [{ kind: "pause", name: _t("Pause") }]),
            { kind: "logout", name: _t("Sign Out") },
        ];
    }

    ask(agent, command) {
        this.dialog.add(ConfirmationDialog, {
            title: command.name,
            body: _t("%(command)s: %(agent)s?", { command: command.name, agent: agent.name }),
            confirmLabel: command.name,
            confirm: async () => {
                await this.orm.call("pharma.agent", "supervise", [[agent.id], command.kind]);
                this.notification.add(_t("The PBX was asked."), { type: "success" });
            },
            cancel: () => {},
        });
    }

    toggleFullscreen() {
        if (document.fullscreenElement) {
            document.exitFullscreen();
        } else {
            this.root.el.requestFullscreen();
        }
    }
}

registry.category("actions").add("pharma_wallboard", Wallboard);
