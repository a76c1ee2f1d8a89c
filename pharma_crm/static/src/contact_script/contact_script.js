import { Component, useState } from "@odoo/owl";

/**
 * Words to say and questions to click through in a contact (004-08).
 *
 * Reading a script obliges to nothing. It is chosen by picking it in the list or by the first
 * answer; then its required questions must be answered. Mandatory scripts are open at once.
 */
export class ContactScript extends Component {
    static template = "pharma_crm.ContactScript";
    static props = {
        scripts: Array,
        scriptId: { type: [Number, Boolean] },
        values: Object,
        /** nobody was reached, so nothing must be answered */
        isFree: { type: Boolean, optional: true },
        /** called with the id of the chosen script, or false, and all answers by id of question */
        onChange: Function,
    };

    setup() {
        const { scripts, scriptId } = this.props;
        const first = scripts.find((script) => script.id === scriptId) || scripts[0];
        this.state = useState({
            shownId: first.id,
            isOpen: Boolean(scriptId) || first.is_mandatory,
        });
    }

    get shown() {
        return this.props.scripts.find((script) => script.id === this.state.shownId);
    }

    get openCount() {
        const { scripts, scriptId, values, isFree } = this.props;
        if (isFree) {
            return 0;
        }
        return scripts
            .filter((script) => script.id === scriptId || script.is_mandatory)
            .flatMap((script) => script.lines)
            .filter((line) => line.is_required && !this.isGiven(values[line.id])).length;
    }

    isGiven(value) {
        return value !== undefined && value !== null && value !== false && value !== "";
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }

    onSelect(ev) {
        const scriptId = Number(ev.target.value);
        Object.assign(this.state, { shownId: scriptId, isOpen: true });
        this.choose(scriptId, this.props.values);
    }

    clear() {
        this.choose(false, this.props.values);
        this.state.isOpen = false;
    }

    /** Keeps the answers to the chosen script and to mandatory ones; others would be refused. */
    choose(scriptId, values) {
        const lines = this.props.scripts
            .filter((script) => script.id === scriptId || script.is_mandatory)
            .flatMap((script) => script.lines);
        const kept = {};
        for (const { id } of lines) {
            if (this.isGiven(values[id])) {
                kept[id] = values[id];
            }
        }
        this.props.onChange(scriptId, kept);
    }

    answer(line, value) {
        const scriptId = this.shown.is_mandatory ? this.props.scriptId : this.shown.id;
        this.choose(scriptId, { ...this.props.values, [line.id]: value });
    }

    pick(line, choice) {
        const isAgain = this.props.values[line.id] === choice.id;
        this.answer(line, isAgain ? false : choice.id);
    }

    onNumber(line, ev) {
        const { valueAsNumber } = ev.target;
        this.answer(line, Number.isFinite(valueAsNumber) ? valueAsNumber : false);
    }

    onText(line, ev) {
        this.answer(line, ev.target.value.trim());
    }

    getAdvice(line) {
        const value = this.props.values[line.id];
        if (!this.isGiven(value)) {
            return false;
        }
        if (line.choices.length) {
            return line.choices.find((choice) => choice.id === value)?.advice;
        }
        return line.advice;
    }
}
