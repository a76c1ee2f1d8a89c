import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// 001-02, 001-04, 004-29, 004-55: an employee enters a customer with a telephone number, finds him
// again by another writing of it, and records that he wants no advertising by telephone.
registry.category("web_tour.tours").add("pharma_customer_tour", {
    url: "/odoo/action-pharma_crm.pharma_customer_action",
    steps: () => [
        {
            content: "Start a new customer",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
            run: "edit Nguyễn Hoàng Thị Bích Phượng Uyên Phương",
        },
        {
            trigger: ".o_field_widget[name=phone] input",
            run: "edit 0389 471 562",
        },
        {
            trigger: ".o_notebook .nav-link[name=pharma_customer]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=pharma_birthdate] input",
            run: "edit 1960-03-01",
        },
        ...stepUtils.saveForm(),
        {
            content: "The number is known in its international form",
            trigger: ".o_notebook .nav-link[name=pharma_phones]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=pharma_phone_ids] .o_data_cell:contains('+84389471562')",
        },
        {
            content: "Permission to contact",
            trigger: ".o_notebook .nav-link[name=pharma_permission]",
            run: "click",
        },
        {
            trigger: "button[name=action_pharma_prepare_permissions]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=pharma_permission_ids] .o_data_row:contains('Advertising') .o_data_cell:contains('Not')",
        },
        {
            content: "Back to the list",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Find him by another writing of the number",
            trigger: ".o_searchview_input",
            run: "edit +84 389-471-562",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_list_view .o_data_row:only-child .o_data_cell:contains('Bích Phượng')",
        },
    ],
});
