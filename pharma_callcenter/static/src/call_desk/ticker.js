import { Component, onWillUnmount, useState, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";

/**
 * The time since a moment, counted in the browser: 1:05, 12:00, 1:02:03.
 *
 * `offset` is how many milliseconds the server's clock is ahead of this one.
 */
export class Ticker extends Component {
    static template = xml`<span class="font-monospace text-nowrap" t-out="text"/>`;
    static props = {
        since: { type: [String, Boolean] },
        until: { type: [String, Boolean], optional: true },
        offset: { type: Number, optional: true },
    };
    static defaultProps = { offset: 0 };

    setup() {
        this.state = useState({ now: Date.now() });
        const interval = browser.setInterval(() => {
            if (!document.hidden && !this.props.until) {
                this.state.now = Date.now();
            }
        }, 1000);
        onWillUnmount(() => browser.clearInterval(interval));
    }

    get text() {
        const { since, until, offset } = this.props;
        if (!since) {
            return "";
        }
        const end = until ? deserializeDateTime(until).toMillis() : this.state.now + offset;
        return formatSeconds((end - deserializeDateTime(since).toMillis()) / 1000);
    }
}

/** @param {number} value seconds, below 0 counts as 0 */
export function formatSeconds(value) {
    const seconds = Math.max(0, Math.floor(value));
    const pad = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours
        ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
        : `${minutes}:${pad(seconds % 60)}`;
}

/** @returns {number} how many milliseconds the server's clock is ahead */
export function getOffset(now) {
    return deserializeDateTime(now).toMillis() - Date.now();
}
