import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

// Opening a screen updates it several times.
const RELOAD_DELAY = 500;

/**
 * Counts, in the top bar, the customers whose supply ends soon and whom nobody has contacted
 * (004-62), and tells of new ones. A click opens their list.
 */
export class CareAlertMenu extends Component {
    static template = "pharma_care.CareAlertMenu";
    static props = [];

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ count: 0, isShown: false });
        useService("bus_service").subscribe("pharma_care.alert", ({ message }) =>
            this.onAlert(message)
        );
        // whoever works on them sees the number go down; without any there is nothing to ask
        const reload = useDebounced(() => this.state.count && this.load(), RELOAD_DELAY);
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", reload);
        onWillStart(async () => {
            try {
                [this.state.isShown, this.isManager] = await Promise.all([
                    user.hasGroup("pharma_care.group_care_user"),
                    user.hasGroup("pharma_care.group_care_manager"),
                ]);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                return; // no network: a number less must not keep all screens from opening
            }
            if (this.state.isShown) {
                this.load(); // the screen need not wait for it
            }
        });
    }

    get title() {
        return _t("Supply Ends without Contact");
    }

    async load() {
        this.state.count = await this.orm.silent.call("pharma.care.case", "get_alert_count", []);
    }

    /**
     * @param {string} message what to tell
     */
    onAlert(message) {
        const close = this.notification.add(message, {
            title: this.title,
            type: "warning",
            sticky: true,
            buttons: [
                {
                    name: _t("Show Them"),
                    primary: true,
                    onClick: () => {
                        close();
                        this.open();
                    },
                },
            ],
        });
        this.load();
    }

    async open() {
        await this.action.doAction("pharma_care.pharma_care_case_action_alert", {
            clearBreadcrumbs: true,
            // what the number counts
            additionalContext: {
                search_default_mine: 1,
                ...(this.isManager ? { search_default_unassigned: 1 } : {}),
            },
        });
        this.load();
    }
}

registry
    .category("systray")
    .add("pharma_care.alert", { Component: CareAlertMenu }, { sequence: 40 });
