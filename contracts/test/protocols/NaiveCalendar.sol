// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Counts years one by one, as a person would. Shares nothing with `Calendar`, so that the two cannot be wrong in
/// the same way.
library NaiveCalendar {
    /// @dev The place, in a leap year, of a day since 1 January 1970.
    function placeOf(int256 day) internal pure returns (uint256) {
        int256 year = 1970;
        while (day < 0) {
            --year;
            day += lengthOf(year);
        }
        while (day >= lengthOf(year)) {
            day -= lengthOf(year);
            ++year;
        }
        return uint256(!isLeap(year) && day >= 59 ? day + 1 : day);
    }

    /// @dev The local day of a second: counted down from the next midnight where it is before 1970.
    function dayOf(uint256 time, int256 utcOffset) internal pure returns (int256) {
        int256 local = int256(time) + utcOffset * 60;
        return local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400);
    }

    /// @dev The places of `count` days, the first of them `day`.
    function placesFrom(int256 day, uint256 count) internal pure returns (uint256[] memory places) {
        places = new uint256[](count);
        int256 year = 1970;
        for (; day < 0; day += lengthOf(year)) --year;
        for (; day >= lengthOf(year); ++year) day -= lengthOf(year);
        for (uint256 i = 0; i < count; ++i) {
            places[i] = uint256(!isLeap(year) && day >= 59 ? day + 1 : day);
            if (++day == lengthOf(year)) (day, year) = (0, year + 1);
        }
    }

    function isLeap(int256 year) internal pure returns (bool) {
        if (year % 400 == 0) return true;
        if (year % 100 == 0) return false;
        return year % 4 == 0;
    }

    function lengthOf(int256 year) internal pure returns (int256) {
        return isLeap(year) ? int256(366) : int256(365);
    }
}
