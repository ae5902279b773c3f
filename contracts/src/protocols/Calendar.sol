// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../interfaces/ICulturalProtocols.sol";

/// @title Calendar
/// @notice Local days, and which of them a season holds. Proleptic Gregorian; a day is told by its place in the calendar
/// of a leap year, 0 to 365, so that a date is the same place in every year: 29 February is 59, and other years go from 58
/// to 60.
/// @dev Source of the rule from days to dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
/// (days_from_civil and civil_from_days), whose years begin on 1 March, so that the leap day is the last of one.
library Calendar {
    /// @dev 29 February comes back after eight years at the latest (1896 and 1904): no later day needs a look.
    uint256 private constant HORIZON = 2_923;

    int256 private constant SECONDS_PER_DAY = 86_400;

    uint256 private constant LAST = 365;

    uint256 private constant BEFORE_LEAP_DAY = 58;

    /// @dev Whether the season holds the local day of `time`.
    /// @param time Unix seconds.
    function isOpenAt(ICulturalProtocols.Season memory season, uint256 time) internal pure returns (bool) {
        return isOpen(season, placeOf(_dayOf(time, season.utcOffset)));
    }

    /// @dev The first moment of the first later local day that the season holds (`open`) or does not.
    /// @return found Whether there is one within eight years.
    /// @return time Unix seconds.
    function nextDay(
        ICulturalProtocols.Season memory season,
        uint256 from,
        bool open
    ) internal pure returns (bool found, uint256 time) {
        int256 day = _dayOf(from, season.utcOffset);
        uint256 place = placeOf(day);
        for (uint256 i = 0; i < HORIZON; ++i) {
            ++day;
            if (place == BEFORE_LEAP_DAY) place = placeOf(day);
            else place = place == LAST ? 0 : place + 1;
            if (isOpen(season, place) == open) {
                // Later than `from`, which is not negative.
                return (true, uint256(day * SECONDS_PER_DAY - int256(season.utcOffset) * 60));
            }
        }
    }

    /// @dev Whether the season holds the day at a place of the leap year.
    function isOpen(ICulturalProtocols.Season memory season, uint256 place) internal pure returns (bool) {
        return (place < 256 ? season.first >> place : season.last >> (place - 256)) & 1 != 0;
    }

    /// @dev The place, in a leap year, of a day.
    /// @param day Days since 1 January 1970; may be before.
    function placeOf(int256 day) internal pure returns (uint256) {
        // Days since 1 March of the year 0, within its era of 400 years.
        int256 shifted = (day + 719_468) % 146_097;
        uint256 dayOfEra = uint256(shifted < 0 ? shifted + 146_097 : shifted);
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        // 1 March is the 61st day of a leap year.
        return (dayOfYear + 60) % 366;
    }

    function _dayOf(uint256 time, int256 utcOffset) private pure returns (int256 day) {
        int256 local = int256(time) + utcOffset * 60;
        day = local / SECONDS_PER_DAY;
        if (local % SECONDS_PER_DAY < 0) --day;
    }
}
