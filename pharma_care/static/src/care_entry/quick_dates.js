import { Component } from "@odoo/owl";
import { formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The next care date by one click: in a week, in a month, or when the next medicine is used up.
 */
export class PharmaCareQuickDates extends Component {
    static template = "pharma_care.QuickDates";
    static props = { ...standardWidgetProps };

    get choices() {
        const { date_today: today, date_proposed: runout } = this.props.record.data;
        if (!today) {
            return [];
        }
        const choices = [
            { id: "week", label: _t("+7 days"), date: today.plus({ days: 7 }) },
            { id: "month", label: _t("+30 days"), date: today.plus({ days: 30 }) },
        ];
        if (runout) {
            const label = _t("Supply ends %(date)s", { date: formatDate(runout) });
            choices.push({ id: "runout", label, date: runout });
        }
        return choices;
    }

    isChosen(choice) {
        const { date_next: date } = this.props.record.data;
        return Boolean(date) && date.hasSame(choice.date, "day");
    }

    choose(choice) {
        return this.props.record.update({ date_next: choice.date });
    }
}

export const pharmaCareQuickDates = {
    component: PharmaCareQuickDates,
    fieldDependencies: [
        { name: "date_today", type: "date" },
        { name: "date_proposed", type: "date" },
        { name: "date_next", type: "date" },
    ],
};

registry.category("view_widgets").add("pharma_care_quick_dates", pharmaCareQuickDates);
