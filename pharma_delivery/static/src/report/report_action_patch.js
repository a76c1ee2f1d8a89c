import { patch } from "@web/core/utils/patch";
import { ReportAction } from "@web/webclient/actions/reports/report_action";

// Documents that are complete pages are printed by the browser itself: core's button asks the
// server for a PDF, and the browser's own command prints the part of the screen that is seen.
patch(ReportAction.prototype, {
    print() {
        const page = this.iframe.el?.contentWindow;
        if (page?.document.documentElement.hasAttribute("data-pharma-page")) {
            page.print();
            return;
        }
        return super.print(...arguments);
    },
});
