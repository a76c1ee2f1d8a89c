import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Which keys work at the desk; '?' opens it. */
export class DeskKeys extends Component {
    static template = "pharma_callcenter.DeskKeys";
    static components = { Dialog };
    static props = { close: Function };

    get keys() {
        return [
            ["1 - 9, 0", _t("Purpose")],
            ["Shift + 1 - 9, 0", _t("Result")],
            ["Ctrl + Enter", _t("Finish, also while typing")],
            ["Alt + Enter", _t("Finish and take the next call to make, also while typing")],
            ["N", _t("Next call to make")],
            ["D", _t("Dial")],
            ["C", _t("Customer")],
            ["M", _t("Note")],
            ["Esc", _t("Leave the note, so that the other keys work")],
            ["?", _t("This help")],
        ];
    }
}
