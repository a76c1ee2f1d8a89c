import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const STATES = { good: "success", near: "warning", bad: "danger", running: "info" };

/**
 * What an employee did today, this week and this month, against targets (004-67). Every number
 * leads to the records that it counts.
 *
 * `params.user_id` says whose figures are shown, for managers; without it one's own.
 */
export class CareFigures extends Component {
    static template = "pharma_care.CareFigures";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        const { params, context } = this.props.action;
        this.userId = params?.user_id || context?.pharma_care_user_id || false;
        // of the company of the row from which a manager came
        this.context = context?.allowed_company_ids
            ? { allowed_company_ids: context.allowed_company_ids }
            : {};
        this.state = useState({ data: null });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = await this.orm.call("pharma.care.day", "get_figures", [this.userId], {
            context: this.context,
        });
    }

    get highest() {
        return Math.max(
            1,
            ...this.state.data.days.map((day) => day.care_count + day.attempt_count)
        );
    }

    share(count) {
        return `height: ${(100 * count) / this.highest}%`;
    }

    tone(cell) {
        return STATES[cell.state] || "secondary";
    }

    width(cell) {
        return `width: ${Math.min(100, cell.percent)}%`;
    }

    async open(figure, cell) {
        const action = await this.orm.call(
            "pharma.care.day",
            "get_figure_action",
            [figure.name, cell.period, this.userId],
            { context: this.context }
        );
        await this.action.doAction(action);
    }

    openDays() {
        return this.action.doAction("pharma_care.pharma_care_day_action", {
            additionalContext: { search_default_user_id: this.state.data.user_id },
        });
    }
}

registry.category("actions").add("pharma_care_figures", CareFigures);
