import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The questions of a follow-up's survey, to be clicked through while the customer speaks (000-32).
 *
 * Answers stand in the field by the id of their question, as `value` and `comment`.
 */
export class FollowupSurvey extends Component {
    static template = "pharma_callcenter.FollowupSurvey";
    static props = { ...standardFieldProps };

    get questions() {
        return this.props.record.data.survey_form || [];
    }

    get answers() {
        return this.props.record.data[this.props.name] || {};
    }

    getAnswer(question) {
        return this.answers[question.id] || {};
    }

    isPicked(question, value) {
        const given = this.getAnswer(question).value;
        return Array.isArray(given) ? given.includes(value) : given === value;
    }

    change(question, values) {
        const answer = { ...this.getAnswer(question), ...values };
        this.props.record.update({
            [this.props.name]: { ...this.answers, [question.id]: answer },
        });
    }

    /** Picks a choice or number; a second click takes it back. */
    pick(question, value) {
        const isAgain = this.isPicked(question, value);
        if (question.type === "multiple_choice") {
            const others = (this.getAnswer(question).value || []).filter((id) => id !== value);
            this.change(question, { value: isAgain ? others : [...others, value] });
        } else {
            this.change(question, { value: isAgain ? false : value });
        }
    }

    onText(question, key, ev) {
        this.change(question, { [key]: ev.target.value.trim() });
    }
}

registry.category("fields").add("pharma_followup_survey", {
    component: FollowupSurvey,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "survey_form", type: "json" }],
});
