import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Calls the customer, or gives him back to colleagues, while the entry is not saved yet: ordinary
 * buttons of a form would save it first.
 */
export class PharmaCareContactButtons extends Component {
    static template = "pharma_care.ContactButtons";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get phone() {
        return this.props.record.data.partner_phone;
    }

    get canGiveBack() {
        const { resId, data } = this.props.record;
        return !resId && !data.claim_notice;
    }

    async contact(method) {
        const { partner_id: partner, order_id: order } = this.props.record.data;
        const context = { ...this.props.record.context };
        if (order) {
            // about a medicine that was bought; an appointment may be an offer, so it is asked
            context.pharma_purpose = "care";
        }
        const action = await this.orm.call("res.partner", method, [[partner.id]], { context });
        await this.action.doAction(action);
    }

    async release() {
        const { case_id: careCase } = this.props.record.data;
        await this.orm.call("pharma.care.case", "action_release", [[careCase.id]]);
        await this.props.record.discard();
        await this.action.doAction("pharma_care_back");
    }
}

export const pharmaCareContactButtons = {
    component: PharmaCareContactButtons,
    fieldDependencies: [
        { name: "partner_phone", type: "char" },
        { name: "partner_id", type: "many2one" },
        { name: "order_id", type: "many2one" },
        { name: "case_id", type: "many2one" },
        { name: "claim_notice", type: "char" },
    ],
};

registry.category("view_widgets").add("pharma_care_contact_buttons", pharmaCareContactButtons);
