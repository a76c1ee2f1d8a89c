import { Component } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Makes the refill order while the care is not saved yet, and shows it beside the care: an ordinary
 * button of a form would save the care first.
 */
export class PharmaCareRefill extends Component {
    static template = "pharma_care.Refill";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.isBusy = false;
    }

    async order() {
        if (this.isBusy) {
            return; // pressed twice, the quotation is shown once
        }
        this.isBusy = true;
        try {
            await this.makeOrder();
        } finally {
            this.isBusy = false;
        }
    }

    async makeOrder() {
        const { record } = this.props;
        const answer = await this.orm.call("pharma.care.case", "action_refill_order", [
            [record.data.case_id.id],
        ]);
        if (answer.notice) {
            this.notification.add(answer.notice, { type: "warning" });
        }
        await record.update(this.getChanges(answer));
        await this.action.doAction({ ...answer.action, target: "new" });
    }

    /** What was chosen by hand stays; a date that was only proposed follows the new supply. */
    getChanges(answer) {
        const { date_next: date, date_proposed: proposed } = this.props.record.data;
        const changes = {
            refill_order_id: { id: answer.order_id, display_name: answer.order_name },
        };
        if (answer.date_next) {
            changes.date_proposed = deserializeDate(answer.date_next);
            if (!date || (proposed && date.hasSame(proposed, "day"))) {
                changes.date_next = changes.date_proposed;
            }
        }
        return changes;
    }
}

export const pharmaCareRefill = {
    component: PharmaCareRefill,
    fieldDependencies: [
        { name: "case_id", type: "many2one" },
        { name: "date_next", type: "date" },
        { name: "date_proposed", type: "date" },
        { name: "refill_order_id", type: "many2one" },
    ],
};

registry.category("view_widgets").add("pharma_care_refill", pharmaCareRefill);
