import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CustomerCard } from "./customer_card";

/** The card as an action: the buttons of forms and lists open it in a dialog. */
export class CustomerCardAction extends Component {
    static template = "pharma_crm.CustomerCardAction";
    static components = { CustomerCard };
    static props = { ...standardActionServiceProps };

    get cardProps() {
        const { params, context, target } = this.props.action;
        return {
            partnerId: params.partner_id,
            purpose: context.pharma_purpose,
            close: target === "new" ? () => this.close() : undefined,
        };
    }

    close() {
        return this.env.services.action.doAction({ type: "ir.actions.act_window_close" });
    }
}

/** The card in a dialog of its own, opened from a form that is not saved yet. */
export class CustomerCardDialog extends Component {
    static template = "pharma_crm.CustomerCardDialog";
    static components = { CustomerCard, Dialog };
    static props = {
        close: Function,
        title: String,
        partnerId: Number,
        purpose: { type: String, optional: true },
    };
}

registry.category("actions").add("pharma_customer_card", CustomerCardAction);
