// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {Calendar} from "../../src/protocols/Calendar.sol";
import {TestBase} from "../TestBase.sol";
import {NaiveCalendar} from "./NaiveCalendar.sol";

contract CalendarTest is TestBase {
    uint256 private constant LEAP_DAY = 59;

    /// @dev 1 January 1970, 1600, 1900, 2000, 2024, 2096, 2100 and 2104, in days.
    int256 private constant IN_1600 = -135_140;
    int256 private constant IN_1900 = -25_567;
    int256 private constant IN_2000 = 10_957;
    int256 private constant IN_2024 = 19_723;
    int256 private constant IN_2096 = 46_021;
    int256 private constant IN_2100 = 47_482;
    int256 private constant IN_2104 = 48_942;

    uint256 private constant NOON = 12 hours;

    // placeOf

    function test_placeOf_countsFromTheFirstOfJanuary() public pure {
        _assertPlace(0, 0);
        _assertPlace(1, 1);
        _assertPlace(30, 30);
        _assertPlace(31, 31);
        _assertPlace(-1, 365);
        _assertPlace(-2, 364);
    }

    function test_placeOf_givesTheLeapDayItsPlaceInLeapYears() public pure {
        int256[4] memory starts = [IN_1600, IN_2000, IN_2024, IN_2096];
        for (uint256 i = 0; i < starts.length; ++i) {
            _assertPlace(starts[i], 0);
            _assertPlace(starts[i] + 58, 58);
            _assertPlace(starts[i] + 59, LEAP_DAY);
            _assertPlace(starts[i] + 60, 60);
            _assertPlace(starts[i] + 365, 365);
            _assertPlace(starts[i] + 366, 0);
        }
    }

    function test_placeOf_leavesTheLeapDayOutOfOtherYears() public pure {
        int256[4] memory starts = [int256(0), IN_1900, IN_2000 + 366, IN_2100];
        for (uint256 i = 0; i < starts.length; ++i) {
            _assertPlace(starts[i], 0);
            _assertPlace(starts[i] + 58, 58);
            _assertPlace(starts[i] + 59, 60);
            _assertPlace(starts[i] + 364, 365);
            _assertPlace(starts[i] + 365, 0);
        }
    }

    function test_placeOf_isTheSameAcrossTheBeginningOfTheEra() public pure {
        // The year 0 is a leap year; its 29 February is the last day of the era before.
        _assertPlace(-719_470, 58);
        _assertPlace(-719_469, LEAP_DAY);
        _assertPlace(-719_468, 60);
    }

    function testFuzz_placeOf_isThatOfCountingYearByYear(int256 seed) public pure {
        int256 day = _between(seed, -800_000, 800_000);
        vm.assertEq(Calendar.placeOf(day), NaiveCalendar.placeOf(day));
    }

    function testFuzz_placeOf_comesBackAfterFourHundredYears(int256 seed) public pure {
        int256 day = _between(seed, -1e15, 1e15);
        vm.assertEq(Calendar.placeOf(day), Calendar.placeOf(day + 146_097));
    }

    function test_placeOf_isRightOnEveryDayOfFourHundredYears() public pure {
        uint256[] memory places = NaiveCalendar.placesFrom(IN_2000, 146_097);
        for (uint256 i = 0; i < places.length; ++i) {
            if (Calendar.placeOf(IN_2000 + int256(i)) != places[i]) vm.assertEq(i, type(uint256).max);
        }
    }

    // isOpen

    function test_isOpen_readsOneBitForEachPlace() public pure {
        for (uint256 place = 0; place < 366; ++place) {
            ICulturalProtocols.Season memory season = _only(place, 0);
            for (uint256 other = 0; other < 366; ++other) {
                if (Calendar.isOpen(season, other) != (other == place)) vm.assertEq(place, other);
            }
        }
    }

    // isOpenAt

    function test_isOpenAt_holdsFromTheFirstToTheLastSecondOfTheLocalDay() public pure {
        int16[7] memory offsets = [int16(-720), -210, -1, 0, 1, 345, 840];
        for (uint256 i = 0; i < offsets.length; ++i) {
            // 1 May 2024.
            uint256 midnight = _midnight(IN_2024 + 121, offsets[i]);
            ICulturalProtocols.Season memory season = _only(121, offsets[i]);
            vm.assertFalse(Calendar.isOpenAt(season, midnight - 1), "the second before");
            vm.assertTrue(Calendar.isOpenAt(season, midnight), "the first second");
            vm.assertTrue(Calendar.isOpenAt(season, midnight + 86_399), "the last second");
            vm.assertFalse(Calendar.isOpenAt(season, midnight + 86_400), "the second after");
        }
    }

    function test_isOpenAt_knowsLocalDaysBefore1970() public pure {
        vm.assertTrue(Calendar.isOpenAt(_only(365, -1), 0), "a minute behind, it is 31 December");
        vm.assertTrue(Calendar.isOpenAt(_only(365, -1), 59), "the last second of it");
        vm.assertTrue(Calendar.isOpenAt(_only(0, -1), 60), "then it is 1970");
        vm.assertTrue(Calendar.isOpenAt(_only(365, -720), 43_199), "half a day behind");
        vm.assertTrue(Calendar.isOpenAt(_only(0, -720), 43_200), "half a day behind, at noon");
        vm.assertTrue(Calendar.isOpenAt(_only(365, -1_440), 0), "a whole day behind, it begins");
        vm.assertTrue(Calendar.isOpenAt(_only(0, 840), 36_000 - 1), "ahead, still the first");
        vm.assertTrue(Calendar.isOpenAt(_only(1, 840), 36_000), "ahead, already the second");
    }

    function testFuzz_isOpenAt_isThatOfCountingYearByYear(
        uint256 time,
        int256 offset,
        uint256 first,
        uint256 last
    ) public pure {
        time = bound(time, 0, 30_000_000_000);
        ICulturalProtocols.Season memory season = ICulturalProtocols.Season(
            int16(_between(offset, -720, 840)),
            first,
            last
        );
        uint256 place = NaiveCalendar.placeOf(NaiveCalendar.dayOf(time, season.utcOffset));
        uint256 bit = place < 256 ? (first >> place) & 1 : (last >> (place - 256)) & 1;
        vm.assertEq(Calendar.isOpenAt(season, time), bit == 1);
    }

    // nextDay

    function test_nextDay_isTheFirstSecondOfTheDayAfterTheSeason() public pure {
        // May.
        ICulturalProtocols.Season memory season = _days(121, 151, 120);
        uint256 begin = _midnight(IN_2024 + 121, 120);
        uint256 end = _midnight(IN_2024 + 152, 120);
        _assertNext(season, begin, false, end);
        _assertNext(season, end - 1, false, end);
        _assertNext(season, begin - 1, true, begin);
        _assertNext(season, begin - 100 days, true, begin);
    }

    function test_nextDay_isNeverTheDayItself() public pure {
        ICulturalProtocols.Season memory season = _days(121, 151, 0);
        uint256 begin = _midnight(IN_2024 + 121, 0);
        _assertNext(season, begin, true, begin + 1 days);
        _assertNext(season, begin + 1, true, begin + 1 days);
        _assertNext(season, begin + 31 days, false, begin + 32 days);
        // From the last day of a season to the first of the next, past a year without a leap day.
        _assertNext(season, begin + 30 days, true, begin + 365 days);
    }

    function test_nextDay_goesOnAcrossTheNewYear() public pure {
        // November to February, the leap day too.
        ICulturalProtocols.Season memory season = _days(305, 59, -300);
        uint256 newYear = _midnight(IN_2024, -300);
        _assertNext(season, newYear - 1, false, newYear + 60 days);
        _assertNext(season, newYear - 1, true, newYear);
        _assertNext(season, newYear + 60 days, true, newYear + 305 days);
        _assertNext(season, newYear + 366 days, false, newYear + 366 days + 59 days);
    }

    function test_nextDay_waitsEightYearsForALeapDay() public pure {
        ICulturalProtocols.Season memory season = _only(LEAP_DAY, 840);
        uint256 leapDay = _midnight(IN_2096 + 59, 840);
        uint256 next = _midnight(IN_2104 + 59, 840);
        vm.assertEq(next - leapDay, 2_921 days);
        _assertNext(season, leapDay - 1, true, leapDay);
        _assertNext(season, leapDay, false, leapDay + 1 days);
        _assertNext(season, leapDay, true, next);
        _assertNext(season, leapDay + 86_399, true, next);
        _assertNext(season, leapDay + 1 days, true, next);
        _assertNext(season, next - 1, true, next);
    }

    function test_nextDay_waitsEightYearsForTheOneClosedDay() public pure {
        ICulturalProtocols.Season memory season = _allBut(LEAP_DAY, -720);
        uint256 leapDay = _midnight(IN_2096 + 59, -720);
        uint256 next = _midnight(IN_2104 + 59, -720);
        _assertNext(season, leapDay - 1, false, leapDay);
        _assertNext(season, leapDay, true, leapDay + 1 days);
        _assertNext(season, leapDay, false, next);
        _assertNext(season, leapDay + 5_000, false, next);
        _assertNext(season, next, false, _midnight(IN_2104 + 1_461 + 59, -720));
    }

    function test_nextDay_findsNothingWhereThereIsNothing() public pure {
        (bool found, uint256 time) = Calendar.nextDay(ICulturalProtocols.Season(0, 0, 0), NOON, true);
        vm.assertFalse(found, "no day is open");
        vm.assertEq(time, 0);
        ICulturalProtocols.Season memory always = ICulturalProtocols.Season(0, type(uint256).max, type(uint256).max);
        (found, time) = Calendar.nextDay(always, NOON, false);
        vm.assertFalse(found, "no day is closed");
        vm.assertEq(time, 0);
    }

    function test_nextDay_startsBefore1970() public pure {
        _assertNext(_only(0, -720), 0, true, 43_200);
        _assertNext(_only(364, -720), 0, true, _midnight(363, -720));
    }

    function testFuzz_nextDay_isTheFirstThatAScanFinds(
        uint256 from,
        int256 offset,
        uint256[2] memory bits,
        uint256 sparse,
        bool open
    ) public pure {
        from = bound(from, 0, 10_000_000_000);
        // As few as one day in eight.
        for (uint256 i = 0; i < sparse % 4; ++i) {
            for (uint256 j = 0; j < 2; ++j) bits[j] &= uint256(keccak256(abi.encode(bits[j], i)));
        }
        if ((sparse >> 8) % 2 == 0) (bits[0], bits[1]) = (~bits[0], ~bits[1]);
        ICulturalProtocols.Season memory season = ICulturalProtocols.Season(
            int16(_between(offset, -720, 840)),
            bits[0],
            bits[1]
        );

        int256 day = NaiveCalendar.dayOf(from, season.utcOffset);
        uint256[] memory places = NaiveCalendar.placesFrom(day, 2_924);
        uint256 next = 1;
        while (next < places.length && _bit(season, places[next]) != open) ++next;
        (bool found, uint256 time) = Calendar.nextDay(season, from, open);
        vm.assertEq(found, next < places.length, "found");
        if (found) {
            vm.assertEq(int256(time), (day + int256(next)) * 86_400 - int256(season.utcOffset) * 60);
            vm.assertGt(time, from, "later");
        }
    }

    function _bit(ICulturalProtocols.Season memory season, uint256 place) private pure returns (bool) {
        return place < 256 ? (season.first & (1 << place)) != 0 : (season.last & (1 << (place - 256))) != 0;
    }

    function _assertPlace(int256 day, uint256 place) private pure {
        vm.assertEq(Calendar.placeOf(day), place);
        vm.assertEq(NaiveCalendar.placeOf(day), place, "counted year by year");
    }

    function _assertNext(
        ICulturalProtocols.Season memory season,
        uint256 from,
        bool open,
        uint256 expected
    ) private pure {
        (bool found, uint256 time) = Calendar.nextDay(season, from, open);
        vm.assertTrue(found, "found");
        vm.assertEq(time, expected);
    }

    function _midnight(int256 day, int256 offset) private pure returns (uint256) {
        return uint256(day * 86_400 - offset * 60);
    }

    function _only(uint256 place, int16 offset) private pure returns (ICulturalProtocols.Season memory) {
        return _days(place, place, offset);
    }

    function _allBut(uint256 place, int16 offset) private pure returns (ICulturalProtocols.Season memory season) {
        season = _days(place + 1, place - 1, offset);
    }

    /// @dev From one place to another, both inside; around the new year where the first is the later one.
    function _days(
        uint256 from,
        uint256 to,
        int16 offset
    ) private pure returns (ICulturalProtocols.Season memory season) {
        season.utcOffset = offset;
        for (uint256 place = from; ; place = place == 365 ? 0 : place + 1) {
            if (place < 256) season.first |= 1 << place;
            else season.last |= 1 << (place - 256);
            if (place == to) return season;
        }
    }

    function _between(int256 value, int256 least, int256 most) private pure returns (int256) {
        return least + int256(bound(uint256(value), 0, uint256(most - least)));
    }
}
