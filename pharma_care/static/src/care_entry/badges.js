import { registry } from "@web/core/registry";
import {
    BadgeSelectionField,
    badgeSelectionField,
} from "@web/views/fields/badge_selection/badge_selection_field";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Badges that need no mouse: Tab goes to the chosen one, arrows move, Space or Enter chooses.
 */
export class PharmaBadges extends BadgeSelectionField {
    static template = "pharma_care.Badges";

    isTabStop(option) {
        const isChosen = this.options.some(([value]) => value === this.value);
        return isChosen ? option[0] === this.value : option === this.options[0];
    }

    onKeydown(ev, option) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        if (ev.key === " " || ev.key === "Enter") {
            this.onChange(option[0]);
        } else if (STEPS[ev.key]) {
            const badges = [...ev.currentTarget.parentElement.children];
            const index = badges.indexOf(ev.currentTarget) + STEPS[ev.key];
            badges.at(index % badges.length).focus();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}

registry.category("fields").add("pharma_badges", { ...badgeSelectionField, component: PharmaBadges });
