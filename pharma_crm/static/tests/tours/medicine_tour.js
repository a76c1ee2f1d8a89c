import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// 002-02, 004-12, 000-25: a product manager enters a medicine with its therapeutic group and finds
// it again by its active ingredient.
registry.category("web_tour.tours").add("pharma_medicine_tour", {
    url: "/odoo/action-pharma_crm.pharma_medicine_action",
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
            run: "edit Glucovance Tour",
        },
        {
            trigger: ".o_notebook .nav-link[name=pharma]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=therapeutic_group_id] input",
            run: "edit Diabetes",
        },
        {
            trigger: ".o_field_widget[name=therapeutic_group_id] .dropdown-item:contains('Diabetes')",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=active_ingredient] input",
            run: "edit glibenclamide tour",
        },
        ...stepUtils.saveForm(),
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit glibenclamide tour",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_list_view .o_data_row:only-child .o_data_cell:contains('Glucovance Tour')",
        },
    ],
});
