import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

// how long windows without a desk wait whether one with a desk takes the call
const CLAIM_DELAY = 600;

/**
 * A call rings at the user's seat: the call desk shows it, or a notification leads there (004-04).
 *
 * Of several windows the one in front answers; others show nothing, and none ever takes the cursor
 * away from where somebody types. Messages carry ids only; what may be read is asked for.
 */
export const callPopService = {
    dependencies: ["action", "bus_service", "notification", "orm"],

    start(env, { action, bus_service: busService, notification, orm }) {
        const bus = new EventBus();
        const channel = browser.BroadcastChannel
            ? new browser.BroadcastChannel(`pharma_call_pop.${session.db}`)
            : null;
        const claimed = new Set();
        const shown = new Map();
        let deskCount = 0;

        function claim(callId) {
            claimed.add(callId);
            channel?.postMessage({ callId });
        }

        function close(callId) {
            shown.get(callId)?.();
            shown.delete(callId);
        }

        async function show(callId) {
            const desk = await orm.silent.call("pharma.call", "get_desk", []);
            const call = desk.calls.find((each) => each.id === callId);
            if (!call?.is_open || shown.has(callId) || deskCount) {
                return;
            }
            const who = call.partner ? call.partner.name : call.number || _t("Unknown Number");
            shown.set(
                callId,
                notification.add(who, {
                    title: call.called ? _t("Call for %s", call.called) : _t("Call"),
                    type: "info",
                    sticky: true,
                    onClose: () => shown.delete(callId),
                    buttons: [
                        {
                            name: _t("Open"),
                            primary: true,
                            onClick: () => {
                                close(callId);
                                action.doAction("pharma_callcenter.pharma_call_desk_action", {
                                    additionalContext: { pharma_call_id: callId },
                                });
                            },
                        },
                    ],
                })
            );
        }

        function onPop({ call_id: callId }) {
            if (deskCount) {
                claim(callId);
                bus.trigger("POP", { callId });
            } else if (document.hasFocus()) {
                show(callId);
            } else {
                browser.setTimeout(() => {
                    if (!claimed.has(callId)) {
                        show(callId);
                    }
                }, CLAIM_DELAY);
            }
        }

        function onChanged({ call_id: callId, state }) {
            if (!["ringing", "queued", "talking"].includes(state)) {
                close(callId);
            }
            bus.trigger("CHANGED", { callId, state });
        }

        if (channel) {
            channel.onmessage = ({ data }) => claimed.add(data.callId);
        }
        busService.subscribe("pharma_call_pop", onPop);
        busService.subscribe("pharma_call_changed", onChanged);
        // what was sent meanwhile may be lost
        busService.addEventListener("BUS:RECONNECT", () => bus.trigger("RECONNECT"));

        return {
            bus,
            /** A desk is on the screen of this window, until the returned function is called. */
            attach() {
                deskCount++;
                for (const callId of [...shown.keys()]) {
                    close(callId);
                }
                return () => {
                    deskCount--;
                };
            },
        };
    },
};

registry.category("services").add("pharma_call_pop", callPopService);
