import { useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import {
    BadgeSelectionField,
    badgeSelectionField,
} from "@web/views/fields/badge_selection/badge_selection_field";
import { useSpecialData } from "@web/views/fields/relational_utils";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Badges that the keyboard reaches, like radio buttons: one tab stop, arrows move and choose. An
 * employee who types all day does not take the hand off the keys for the one required choice.
 */
export class PharmaCareResponseField extends BadgeSelectionField {
    static template = "pharma_care.ResponseField";

    setup() {
        super.setup();
        this.root = useRef("root");
        this.attempts = useSpecialData((orm, props) => {
            const { relation } = props.record.fields[props.name];
            return orm.searchRead(relation, [["is_attempt", "=", true]], ["id"]);
        });
    }

    /**
     * Where nobody was reached neither words nor a date are asked for. The server is not: its
     * answer would come while the employee is typing.
     */
    onChange(value) {
        super.onChange(value);
        const { record } = this.props;
        if (!("is_attempt_shown" in record.data) || record.resId) {
            return;
        }
        const isAttempt = this.attempts.data.some(({ id }) => id === value);
        if (isAttempt !== record.data.is_attempt_shown) {
            const { date_proposed: proposed } = record.data;
            const isFinal = record.data.is_final;
            record.update({
                is_attempt_shown: isAttempt,
                ...(isFinal ? {} : { date_next: isAttempt ? false : proposed || false }),
            });
        }
    }

    getTabIndex(option) {
        const chosen = this.options.find(([value]) => value === this.value) || this.options[0];
        return option[0] === chosen[0] ? 0 : -1;
    }

    onKeydown(ev) {
        const badges = [...this.root.el.querySelectorAll(".o_selection_badge")];
        const current = badges.indexOf(ev.target);
        let next;
        if (STEPS[ev.key]) {
            next = this.value ? current + STEPS[ev.key] : current;
        } else if ([" ", "Enter"].includes(ev.key)) {
            next = current;
        } else {
            return;
        }
        next = (next + badges.length) % badges.length;
        ev.preventDefault();
        ev.stopPropagation();
        badges[next].focus();
        this.onChange(this.options[next][0]);
    }
}

registry.category("fields").add("pharma_care_response", {
    ...badgeSelectionField,
    component: PharmaCareResponseField,
    supportedTypes: ["many2one"],
});
