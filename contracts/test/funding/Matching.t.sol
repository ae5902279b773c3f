// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Matching} from "../../src/funding/Matching.sol";
import {TestBase} from "../TestBase.sol";

/// @notice A round without anything but its numbers: projects and donors from 0, households as a test declares them.
contract MatchingHarness {
    using Matching for Matching.Tally;

    uint256 private immutable _bound;

    mapping(uint256 project => Matching.Tally) private _tallies;

    mapping(uint256 project => mapping(uint256 donor => uint256)) private _totals;

    mapping(uint256 donor => uint256[]) private _mates;

    constructor(uint256 bound_) {
        _bound = bound_;
    }

    function join(uint256[] calldata household) external {
        for (uint256 i = 0; i < household.length; ++i) {
            for (uint256 j = 0; j < household.length; ++j) {
                if (i != j) _mates[household[i]].push(household[j]);
            }
        }
    }

    function give(uint256 project, uint256 donor, uint256 amount) external {
        set(project, donor, _totals[project][donor] + amount);
    }

    /// @dev A tally as so many donors would have left it.
    function start(uint256 project, uint256 roots, uint256 pairs) external {
        (_tallies[project].roots, _tallies[project].pairs) = (uint128(roots), pairs);
    }

    function tallyOf(uint256 project) external view returns (uint256 roots, uint256 pairs) {
        return (_tallies[project].roots, _tallies[project].pairs);
    }

    function set(uint256 project, uint256 donor, uint256 total) public {
        Matching.Tally storage tally = _tallies[project];
        (uint256 from, uint256 to) = tally.move(_totals[project][donor], total);
        _totals[project][donor] = total;
        for (uint256 i = 0; i < _mates[donor].length; ++i) {
            tally.bind(from, to, Matching.root(_totals[project][_mates[donor][i]]), _bound);
        }
    }

    function rateOf(
        uint256[] calldata pairs,
        uint256 pool,
        uint256 cap,
        bool scaleUp,
        uint256 threshold
    ) external pure returns (Matching.Rate memory) {
        return Matching.rateOf(pairs, pool, cap, scaleUp, threshold);
    }
}

/// @dev The arithmetic by itself. What it has to come to is written out, or computed the long way round.
contract MatchingTest is TestBase {
    uint256 private constant SCALE = 1e32;

    uint256 private constant MAX = type(uint256).max;

    uint256 private constant IN_FULL = type(uint128).max;

    /// @dev 10¹² tokens of 18 decimals.
    uint256 private constant HUGE = 1e30;

    MatchingHarness private _round;

    /// @dev What a test looks for by trying: too many for the stack.
    struct Case {
        uint256[] pairs;
        uint256 pool;
        uint256 cap;
        bool scaleUp;
        uint256 seed;
    }

    function setUp() public {
        _round = new MatchingHarness(IN_FULL);
    }

    // Published vectors

    function test_vectors_threeProjectsPoolSaturated() public {
        uint256[] memory pairs = _threeProjects();
        Matching.Rate memory rate = Matching.rateOf(pairs, 100_000_000, 0, false, 0);
        _assertPays(rate, pairs, [uint256(13_600_000), 21_600_000, 64_800_000]);
    }

    function test_vectors_threeProjectsPoolNotExhausted() public {
        uint256[] memory pairs = _threeProjects();
        Matching.Rate memory rate = Matching.rateOf(pairs, 1_000_000_000, 0, false, 0);
        _assertPays(rate, pairs, [uint256(34_000_000), 54_000_000, 162_000_000]);
    }

    function test_vectors_repeatGiftsAreSummedBeforeTheRoot() public {
        uint8[2][3] memory gifts = [[1, 3], [2, 23], [3, 97]];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 2; ++j) _round.give(0, i, uint256(gifts[i][j]) * 1e18);
        }
        uint256[] memory pairs = _pairs(1);
        vm.assertEq(pairs[0], 160e18 * SCALE, "17 squared less 129");
        Matching.Rate memory rate = Matching.rateOf(pairs, 1000e18, 0, false, 0);
        vm.assertEq(Matching.payFor(rate, pairs[0]), 160e18);
    }

    // The round that is worked through in docs/funding.md

    function test_byHand_thePoolHoldsTheMatches() public {
        uint256[] memory pairs = _byHand();
        Matching.Rate memory rate = Matching.rateOf(pairs, 100, 0, false, 0);
        _assertPays(rate, pairs, [uint256(4), 0, 24]);
    }

    function test_byHand_thePoolHoldsHalfOfThem() public {
        uint256[] memory pairs = _byHand();
        Matching.Rate memory rate = Matching.rateOf(pairs, 14, 0, false, 0);
        _assertPays(rate, pairs, [uint256(2), 0, 12]);
    }

    function test_byHand_theCapLeavesTheRestToTheOthers() public {
        uint256[] memory pairs = _byHand();
        Matching.Rate memory rate = Matching.rateOf(pairs, 12, 10, false, pairs[2]);
        _assertPays(rate, pairs, [uint256(2), 0, 10]);
    }

    function test_byHand_theCapHoldsBackFromBoth() public {
        uint256[] memory pairs = _byHand();
        Matching.Rate memory rate = Matching.rateOf(pairs, 12, 3, false, pairs[0]);
        _assertPays(rate, pairs, [uint256(3), 0, 3]);
    }

    // root

    function testFuzz_root_isTheWholePartOfTheRoot(uint256 amount) public pure {
        amount = bound(amount, 0, type(uint128).max);
        uint256 root = Matching.root(amount);
        vm.assertLe(root * root, amount * SCALE);
        vm.assertGt((root + 1) * (root + 1), amount * SCALE);
    }

    function testFuzz_root_isExactOfSquares(uint256 side) public pure {
        side = bound(side, 0, 1e16);
        vm.assertEq(Matching.root(side * side), side * 1e16);
    }

    // move

    function testFuzz_move_leavesALoneDonorWithoutAMatch(uint104 amount, uint256 seed) public {
        for (uint256 i = 0; i < 8; ++i) {
            _round.set(0, 0, _pick(seed, i, amount));
            (, uint256 pairs) = _round.tallyOf(0);
            vm.assertEq(pairs, 0);
        }
    }

    function testFuzz_move_leavesTheLastDonorWithoutAMatch(uint256 seed) public {
        for (uint256 i = 0; i < 6; ++i) _round.set(0, i, _amount(seed, i));
        for (uint256 i = 1; i < 6; ++i) _round.set(0, i, 0);
        (uint256 roots, uint256 pairs) = _round.tallyOf(0);
        vm.assertEq(roots, Matching.root(_amount(seed, 0)));
        vm.assertEq(pairs, 0);
    }

    /// @dev n gifts of c are matched with c·n(n − 1), although √c is no whole number: as long as √c·n² is below 10¹².
    function testFuzz_move_matchesEqualGiftsToTheUnit(uint256 amount, uint256 count) public {
        amount = bound(amount, 1, 1e18);
        count = bound(count, 2, 30);
        for (uint256 i = 0; i < count; ++i) _round.give(0, i, amount);
        uint256[] memory pairs = _pairs(1);
        uint256 called = amount * count * (count - 1);
        Matching.Rate memory rate = Matching.rateOf(pairs, called, 0, false, 0);
        vm.assertEq(Matching.payFor(rate, pairs[0]), called);
    }

    function testFuzz_move_isThatOfAllPairsRecomputed(uint256 seed) public {
        uint256 donors = 2 + _pick(seed, 0, 10);
        uint256[] memory totals = new uint256[](donors);
        for (uint256 i = 1; i < 40; ++i) {
            uint256 donor = _pick(seed, 2 * i, donors - 1);
            totals[donor] = i % 7 == 0 ? 0 : _amount(seed, 2 * i + 1);
            _round.set(0, donor, totals[donor]);
            _assertTally(0, totals);
        }
    }

    function testFuzz_move_forgetsOrderAndParts(uint256 seed) public {
        uint256 donors = 2 + _pick(seed, 0, 7);
        for (uint256 i = 0; i < donors; ++i) {
            uint256 amount = 2 + _amount(seed, i);
            uint256 part = 1 + _pick(seed, 100 + i, amount - 2);
            _round.give(0, i, amount);
            _round.give(1, donors - 1 - i, 2 + _amount(seed, donors - 1 - i));
            _round.give(2, i, part);
            _round.give(3, i, amount - part);
        }
        for (uint256 i = donors; i > 0; --i) {
            uint256 amount = 2 + _amount(seed, i - 1);
            uint256 part = 1 + _pick(seed, 99 + i, amount - 2);
            _round.give(2, i - 1, amount - part);
            _round.give(3, i - 1, part);
        }
        (uint256 roots, uint256 pairs) = _round.tallyOf(0);
        for (uint256 project = 1; project < 4; ++project) {
            (uint256 otherRoots, uint256 otherPairs) = _round.tallyOf(project);
            vm.assertEq(otherRoots, roots, "roots");
            vm.assertEq(otherPairs, pairs, "pairs");
        }
    }

    /// @dev Beside roots that are right to 60 bits more.
    function testFuzz_move_isOffByLessThanWhatTheDocsSay(uint256 seed, uint256 least) public {
        least = bound(least, 1, 1e18);
        _assertError(least, least + _pick(seed, 0, 1e30 - least));
    }

    function test_move_isOffByLessThanWhatTheDocsSayAtTheExtremes() public {
        _assertError(1, 2);
        _assertError(1, HUGE - 1);
        _assertError(2, 3);
        _assertError(HUGE - 2, HUGE - 1);
    }

    function test_move_countsAMillionDonorsOfATrillionTokens() public {
        uint256 donors = 1e6 - 1;
        uint256 root = Matching.root(HUGE);
        _round.start(0, donors * root, donors * (donors - 1) * root * root);
        _round.give(0, 0, HUGE);
        uint256[] memory pairs = _pairs(1);
        Matching.Rate memory rate = Matching.rateOf(pairs, type(uint128).max, 0, true, 0);
        vm.assertEq(pairs[0], 1e6 * donors * HUGE * SCALE);
        vm.assertEq(Matching.payFor(rate, pairs[0]), type(uint128).max);
    }

    function test_move_refusesMoreThanItCanCount() public {
        uint256 most = Matching.MOST_ROOTS;
        uint256 root = Matching.root(1);
        _round.start(0, most - root - 1, 0);
        _round.give(0, 0, 1);
        (uint256 roots, ) = _round.tallyOf(0);
        vm.assertEq(roots, most - 1);

        _round.start(1, most - root, 0);
        vm.expectRevert(Matching.Matching_TooMuch.selector);
        _round.give(1, 0, 1);
    }

    function test_move_refusesMoreThanItHasRoomFor() public {
        _round.give(0, 0, type(uint120).max);
        vm.expectRevert(Matching.Matching_TooMuch.selector);
        _round.give(0, 1, 1);
    }

    function test_rateOf_holdsTheMostThatProjectsCanHave() public pure {
        uint256[] memory pairs = new uint256[](Matching.MOST_PROJECTS);
        for (uint256 i = 0; i < pairs.length; ++i) pairs[i] = (Matching.MOST_ROOTS - 1) ** 2 - 1;
        Matching.Rate memory rate = Matching.rateOf(pairs, type(uint128).max, 0, false, 0);
        vm.assertEq(Matching.payFor(rate, pairs[0]), uint256(type(uint128).max) / Matching.MOST_PROJECTS);
        rate = Matching.rateOf(pairs, type(uint128).max, type(uint128).max, true, 0);
        vm.assertEq(Matching.payFor(rate, pairs[0]), uint256(type(uint128).max) / Matching.MOST_PROJECTS);
    }

    // bind

    function test_bind_countsNothingInsideAHouseholdWhereTheBoundIsZero() public {
        _newHousehold(0, 2);
        _giveEach(0, 3, 4);
        // Two pairs with the donor outside, 2·2·2 each.
        _assertPairs(0, 16);
    }

    function test_bind_countsInFullWhereTheBoundIsTheGreatest() public {
        _newHousehold(IN_FULL, 3);
        _giveEach(0, 3, HUGE);
        _assertPairs(0, 6 * HUGE);
    }

    function test_bind_countsHalfWhereTheBoundIsWhatTheyGive() public {
        _newHousehold(4, 2);
        _giveEach(0, 2, 4);
        _assertPairs(0, 4);
    }

    function test_bind_countsTheWholePartOfWhatAPairComesTo() public {
        _newHousehold(1, 2);
        _round.give(0, 0, 1);
        _round.give(0, 1, 4);
        // 4, a third of it: 1/(1 + 2).
        (, uint256 pairs) = _round.tallyOf(0);
        vm.assertEq(pairs, (4 * SCALE) / 3);
    }

    function test_bind_neverCountsTwiceTheBoundHoweverMuchTheyGive() public {
        _newHousehold(5, 2);
        _giveEach(0, 2, HUGE);
        (, uint256 pairs) = _round.tallyOf(0);
        vm.assertLe(pairs, 10 * SCALE);
        vm.assertGt(pairs, 10 * SCALE - SCALE / 1e20);
    }

    function test_bind_changesLittleWhereTheBoundIsHuge() public {
        _newHousehold(IN_FULL - 1, 2);
        _giveEach(0, 2, 1e18);
        (, uint256 pairs) = _round.tallyOf(0);
        vm.assertLt(pairs, 2e18 * SCALE);
        vm.assertGt(pairs, 2e18 * SCALE - SCALE);
    }

    function testFuzz_bind_isThatOfAllPairsRecomputed(uint256 seed, uint256 boundSeed) public {
        uint256 mates = 2 + _pick(seed, 0, 3);
        uint256 donors = mates + _pick(seed, 1, 4);
        uint256 limit = _limit(boundSeed);
        _newHousehold(limit, mates);
        uint256[] memory totals = new uint256[](donors);
        for (uint256 i = 1; i < 24; ++i) {
            uint256 donor = _pick(seed, 2 * i, donors - 1);
            totals[donor] = i % 5 == 0 ? 0 : _amount(seed, 2 * i + 1);
            _round.set(0, donor, totals[donor]);
            (, uint256 pairs) = _round.tallyOf(0);
            vm.assertEq(pairs, _naivePairs(totals, mates, limit));
        }
    }

    function testFuzz_bind_forgetsOrderAndParts(uint256 seed, uint256 boundSeed) public {
        _newHousehold(_limit(boundSeed), 4);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 amount = 2 + _amount(seed, i);
            uint256 part = 1 + _pick(seed, 100 + i, amount - 2);
            _round.give(0, i, amount);
            _round.give(1, i, part);
        }
        for (uint256 i = 5; i > 0; --i) {
            uint256 amount = 2 + _amount(seed, i - 1);
            _round.give(1, i - 1, amount - 1 - _pick(seed, 99 + i, amount - 2));
        }
        (, uint256 pairs) = _round.tallyOf(0);
        (, uint256 others) = _round.tallyOf(1);
        vm.assertEq(others, pairs);
    }

    // rateOf and payFor

    function test_rateOf_isZeroWhereNobodyIsMatched() public view {
        uint256[] memory pairs = new uint256[](3);
        _assertRate(_round.rateOf(pairs, 100, 0, false, 0), 0, 1, 0);
        _assertRate(_round.rateOf(pairs, 100, 7, true, 0), 0, 1, 0);
        _assertRate(_round.rateOf(new uint256[](0), 100, 7, true, 0), 0, 1, 0);
        vm.assertEq(_round.rateOf(pairs, 100, 7, true, 0).cap, 7, "the round's cap all the same");
        vm.assertEq(Matching.payFor(Matching.Rate(0, 1, 0, 7), 0), 0);
    }

    function test_rateOf_paysInFullWhereThePoolHoldsIt() public view {
        uint256[] memory pairs = _list(30, 70, 0);
        _assertRate(_round.rateOf(pairs, 100, 0, false, 0), 1, SCALE, 0);
        _assertRate(_round.rateOf(pairs, 100, 71, false, 0), 1, SCALE, 0);
        _assertRate(_round.rateOf(pairs, 99, 0, false, 0), 99, 100 * SCALE, 0);
    }

    function test_rateOf_namesWhoGetsTheCapAlsoWhereThePoolHoldsAll() public {
        uint256[] memory pairs = _list(30, 70, 90);
        Matching.Rate memory rate = _round.rateOf(pairs, 150, 60, false, 70 * SCALE);
        _assertRate(rate, 1, SCALE, 70 * SCALE);
        _assertPays(rate, pairs, [uint256(30), 60, 60]);
        _expectWrong(Case(pairs, 150, 60, false, 0), 0);
        _expectWrong(Case(pairs, 150, 60, false, 0), 30 * SCALE);
        _expectWrong(Case(pairs, 150, 60, false, 0), 90 * SCALE);
    }

    function test_rateOf_givesTheCapToTies() public {
        uint256[] memory pairs = _list(20, 80, 80);
        Matching.Rate memory rate = _round.rateOf(pairs, 90, 40, false, 80 * SCALE);
        _assertRate(rate, 10, 20 * SCALE, 80 * SCALE);
        _assertPays(rate, pairs, [uint256(10), 40, 40]);
        _expectWrong(Case(pairs, 90, 40, false, 0), 0);
    }

    function test_rateOf_givesTheCapToWhoComesToItExactly() public {
        // λ is 1/2 either way: the second gets 40, which is the cap.
        uint256[] memory pairs = _list(20, 80, 100);
        Matching.Rate memory rate = _round.rateOf(pairs, 90, 40, false, 80 * SCALE);
        _assertRate(rate, 10, 20 * SCALE, 80 * SCALE);
        _expectWrong(Case(pairs, 90, 40, false, 0), 100 * SCALE);
    }

    /// @dev What decides is 2¹²·2²⁴⁵ against 2¹³·2²⁴², and 3·2¹²·2²⁴⁵ against 9·2¹⁰·2²⁴⁵: of each two the greater one ends in
    /// 256 zero bits.
    function test_rateOf_comparesProductsThatPass256Bits() public {
        uint256[] memory pairs = new uint256[](2);
        (pairs[0], pairs[1]) = (1 << 242, 1 << 245);
        _assertRate(_round.rateOf(pairs, 3 << 12, 1 << 13, false, 1 << 245), 1 << 12, 1 << 242, 1 << 245);
        _expectWrong(Case(pairs, 3 << 12, 1 << 13, false, 0), 0);
    }

    function test_rateOf_scalesUpOnlyWhereTheRoundSaysSo() public view {
        uint256[] memory pairs = _list(10, 30, 0);
        _assertPays(_round.rateOf(pairs, 100, 0, false, 0), pairs, [uint256(10), 30, 0]);
        _assertPays(_round.rateOf(pairs, 100, 0, true, 0), pairs, [uint256(25), 75, 0]);
        _assertPays(_round.rateOf(pairs, 100, 60, true, 30 * SCALE), pairs, [uint256(40), 60, 0]);
    }

    function test_rateOf_givesEverybodyTheCapWhereThePoolHoldsMore() public {
        uint256[] memory pairs = _list(10, 30, 0);
        Matching.Rate memory rate = _round.rateOf(pairs, 100, 50, true, 10 * SCALE);
        _assertRate(rate, 1, 0, 10 * SCALE);
        _assertPays(rate, pairs, [uint256(50), 50, 0]);
        _assertPays(_round.rateOf(pairs, 1000, 50, true, 10 * SCALE), pairs, [uint256(50), 50, 0]);
        _expectWrong(Case(pairs, 100, 50, true, 0), 30 * SCALE);
        _expectWrong(Case(pairs, 100, 50, true, 0), 0);
    }

    function test_rateOf_leavesAnEmptyPoolToNobody() public view {
        uint256[] memory pairs = _list(10, 30, 0);
        _assertPays(_round.rateOf(pairs, 0, 0, false, 0), pairs, [uint256(0), 0, 0]);
        _assertPays(_round.rateOf(pairs, 0, 5, true, 0), pairs, [uint256(0), 0, 0]);
    }

    function test_rateOf_refusesAThresholdWhereThereIsNoCap() public {
        uint256[] memory pairs = _list(30, 70, 90);
        for (uint256 i = 0; i < 2; ++i) {
            Case memory c = Case(pairs, i == 0 ? 100 : 1000, 0, false, 0);
            _expectWrong(c, 1);
            _expectWrong(c, 70 * SCALE);
            _expectWrong(c, MAX);
        }
    }

    function test_rateOf_refusesAThresholdWhereNobodyIsMatched() public {
        Case memory c = Case(new uint256[](2), 100, 10, true, 0);
        _expectWrong(c, 1);
        _expectWrong(c, MAX);
    }

    function test_rateOf_refusesAThresholdThatIsNobodys() public {
        Case memory c = Case(_list(20, 80, 90), 100, 45, false, 0);
        _expectWrong(c, 80 * SCALE - 1);
        _expectWrong(c, 80 * SCALE + 1);
        _expectWrong(c, MAX);
        // Nobody gets the cap, and the greatest number is still no way to say so.
        _expectWrong(Case(_list(20, 80, 90), 100, 99, false, 0), MAX);
    }

    function test_rateOf_refusesMoreCapsThanThePoolHolds() public {
        _expectWrong(Case(_list(20, 80, 90), 89, 45, false, 0), 80 * SCALE);
    }

    function testFuzz_rateOf_passesOneThresholdAlone(uint256 seed) public {
        Case memory c = _case(seed, 1 + _pick(seed, 1, 7));
        (uint256 numerator, uint256 denominator, uint256 threshold) = _fill(c);
        _assertRate(_round.rateOf(c.pairs, c.pool, c.cap, c.scaleUp, threshold), numerator, denominator, threshold);
        for (uint256 i = 0; i < c.pairs.length; ++i) {
            for (uint256 j = 0; j < 3; ++j) {
                uint256 other = c.pairs[i] + j;
                if (other == 0) continue;
                if (other - 1 != threshold) _expectWrong(c, other - 1);
            }
        }
        if (threshold != 0) _expectWrong(c, 0);
        _expectWrong(c, MAX);
        uint256 any = _pick(seed, 99, MAX - 1);
        if (any != threshold) _expectWrong(c, any);
    }

    function testFuzz_payFor_neverComesToMoreThanThePool(uint256 seed) public view {
        _assertPaysFit(_case(seed, 1 + _pick(seed, 1, 199)));
    }

    /// @dev As many as there can be, each of which the hair could lift.
    function testFuzz_payFor_neverComesToMoreThanThePoolOfTheMostProjects(uint256 seed) public view {
        Case memory c = _case(seed, Matching.MOST_PROJECTS);
        (c.cap, c.scaleUp) = (0, true);
        for (uint256 i = 0; i < c.pairs.length; ++i) c.pairs[i] = SCALE * 1e6 - _pick(seed, i, 3);
        c.pool = Matching.MOST_PROJECTS * (1 + _pick(seed, 5, 1e6)) - _pick(seed, 6, 1);
        _assertPaysFit(c);
    }

    function testFuzz_payFor_isTheSameShareOfEach(uint256 seed) public view {
        Case memory c = _case(seed, 2);
        (, , uint256 threshold) = _fill(c);
        Matching.Rate memory rate = _round.rateOf(c.pairs, c.pool, c.cap, c.scaleUp, threshold);
        if (c.pairs[0] <= c.pairs[1]) {
            vm.assertLe(Matching.payFor(rate, c.pairs[0]), Matching.payFor(rate, c.pairs[1]));
        }
        if (c.pairs[0] == c.pairs[1]) {
            vm.assertEq(Matching.payFor(rate, c.pairs[0]), Matching.payFor(rate, c.pairs[1]));
        }
    }

    function test_payFor_takesAHairUnderAWholeUnitForTheUnit() public pure {
        Matching.Rate memory rate = Matching.Rate(1, 2048 * SCALE, 0, 0);
        vm.assertEq(Matching.payFor(rate, 4096 * SCALE), 2);
        vm.assertEq(Matching.payFor(rate, 4095 * SCALE), 2);
        vm.assertEq(Matching.payFor(rate, 4095 * SCALE - 1), 1);
        vm.assertEq(Matching.payFor(rate, 2047 * SCALE - 1), 0);
    }

    // -----

    function _threeProjects() private returns (uint256[] memory) {
        uint8[7][3] memory gifts = [[1, 4, 1, 9, 0, 0, 0], [1, 1, 1, 1, 1, 1, 4], [1, 9, 1, 9, 1, 9, 4]];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 7; ++j) _round.give(i, j, uint256(gifts[i][j]) * 1e6);
        }
        return _pairs(3);
    }

    function _byHand() private returns (uint256[] memory) {
        uint8[3][3] memory gifts = [[1, 4, 0], [4, 0, 0], [4, 4, 4]];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 3; ++j) _round.give(i, j, gifts[i][j]);
        }
        _round.give(1, 0, 5);
        return _pairs(3);
    }

    function _newHousehold(uint256 limit, uint256 mates) private {
        _round = new MatchingHarness(limit);
        uint256[] memory household = new uint256[](mates);
        for (uint256 i = 0; i < mates; ++i) household[i] = i;
        _round.join(household);
    }

    function _giveEach(uint256 project, uint256 donors, uint256 amount) private {
        for (uint256 i = 0; i < donors; ++i) _round.give(project, i, amount);
    }

    function _expectWrong(Case memory c, uint256 threshold) private {
        vm.expectRevert(abi.encodeWithSelector(Matching.Matching_WrongThreshold.selector, threshold));
        _round.rateOf(c.pairs, c.pool, c.cap, c.scaleUp, threshold);
    }

    function _pairs(uint256 projects) private view returns (uint256[] memory pairs) {
        pairs = new uint256[](projects);
        for (uint256 i = 0; i < projects; ++i) (, pairs[i]) = _round.tallyOf(i);
    }

    function _assertPairs(uint256 project, uint256 expected) private view {
        (, uint256 pairs) = _round.tallyOf(project);
        vm.assertEq(pairs, expected * SCALE);
    }

    /// @dev S² − Σr².
    function _assertTally(uint256 project, uint256[] memory totals) private view {
        uint256 sum = 0;
        uint256 squares = 0;
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 root = Math.sqrt(totals[i] * SCALE);
            sum += root;
            squares += root * root;
        }
        (uint256 roots, uint256 pairs) = _round.tallyOf(project);
        vm.assertEq(roots, sum, "roots");
        vm.assertEq(pairs, sum * sum - squares, "pairs");
    }

    /// @dev Of two donors; see "Error" in docs/funding.md. Roots of `c · 2¹²⁰` are right to 60 bits behind the point.
    function _assertError(uint256 least, uint256 greatest) private {
        _round.set(0, 0, least);
        _round.set(0, 1, greatest);
        (, uint256 pairs) = _round.tallyOf(0);
        uint256 exact = Math.mulDiv(2 * Math.sqrt(least << 120) * Math.sqrt(greatest << 120), SCALE, 1 << 120);
        uint256 off = exact > pairs ? exact - pairs : pairs - exact;
        vm.assertLe(off, Math.mulDiv(exact, 2, 1e16 * Math.sqrt(least)));
    }

    function _assertPaysFit(Case memory c) private view {
        (, , uint256 threshold) = _fill(c);
        Matching.Rate memory rate = _round.rateOf(c.pairs, c.pool, c.cap, c.scaleUp, threshold);
        uint256 sum = 0;
        for (uint256 i = 0; i < c.pairs.length; ++i) {
            uint256 pay = Matching.payFor(rate, c.pairs[i]);
            sum += pay;
            if (c.cap != 0) vm.assertLe(pay, c.cap, "the cap");
            // Up to the hair: a pair sum is short by less than that.
            if (!c.scaleUp) vm.assertLe(pay * SCALE, c.pairs[i] + SCALE / 2048, "the match");
        }
        vm.assertLe(sum, c.pool, "the pool");
    }

    /// @dev Few different numbers, so that there are ties, and pools and caps about as large as what is called for.
    function _case(uint256 seed, uint256 projects) private pure returns (Case memory c) {
        c.seed = seed;
        c.pairs = new uint256[](projects);
        uint256 called = 0;
        uint256 range = [uint256(4), 100, 1e6, 1e18][_pick(seed, 2, 3)];
        for (uint256 i = 0; i < projects; ++i) {
            c.pairs[i] = _pick(seed, 1000 + i, range) * SCALE;
            if (c.pairs[i] != 0 && seed % 3 == 0) c.pairs[i] -= _pick(seed, 2000 + i, SCALE / 1000);
            called += c.pairs[i] / SCALE;
        }
        c.pool = _pick(seed, 3, called + called / 2 + 2);
        c.cap = seed % 5 == 0 ? 0 : 1 + _pick(seed, 4, [range, c.pool / projects + 1][seed % 2]);
        c.scaleUp = _pick(seed, 5, 1) == 1;
    }

    /// @dev Water-filling as one would do it by hand: while somebody comes to more than is left for it, it gets the cap.
    function _fill(Case memory c) private pure returns (uint256 numerator, uint256 denominator, uint256 threshold) {
        uint256 all = 0;
        uint256 called = 0;
        for (uint256 i = 0; i < c.pairs.length; ++i) {
            all += c.pairs[i];
            called += c.cap == 0 ? c.pairs[i] : Math.min(c.pairs[i], c.cap * SCALE);
        }
        if (all == 0) return (0, 1, 0);
        if (!c.scaleUp && called <= c.pool * SCALE) {
            for (uint256 i = 0; i < c.pairs.length; ++i) {
                if (c.cap == 0 || c.pairs[i] < c.cap * SCALE) continue;
                if (threshold == 0 || c.pairs[i] < threshold) threshold = c.pairs[i];
            }
            return (1, SCALE, threshold);
        }
        (numerator, denominator) = (c.pool, all);
        if (c.cap == 0) return (numerator, denominator, 0);
        bool[] memory isCapped = new bool[](c.pairs.length);
        for (uint256 turn = 0; turn <= c.pairs.length; ++turn) {
            uint256 most = c.pairs.length;
            for (uint256 i = 0; i < c.pairs.length; ++i) {
                if (!isCapped[i] && (most == c.pairs.length || c.pairs[i] > c.pairs[most])) most = i;
            }
            if (most == c.pairs.length || c.pairs[most] == 0) break;
            if (numerator * c.pairs[most] < c.cap * denominator) break;
            isCapped[most] = true;
            threshold = c.pairs[most];
            (numerator, denominator) = (numerator - c.cap, denominator - c.pairs[most]);
        }
        if (denominator == 0) numerator = 1;
    }

    /// @dev Pair by pair; the first `mates` are one household.
    function _naivePairs(uint256[] memory totals, uint256 mates, uint256 limit) private pure returns (uint256 pairs) {
        for (uint256 i = 0; i < totals.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                uint256 product = Math.sqrt(totals[i] * SCALE) * Math.sqrt(totals[j] * SCALE);
                bool isBound = i < mates && j < mates && limit != IN_FULL && product != 0;
                pairs += isBound ? Math.mulDiv(2 * product, limit * SCALE, limit * SCALE + product) : 2 * product;
            }
        }
    }

    function _assertRate(
        Matching.Rate memory rate,
        uint256 numerator,
        uint256 denominator,
        uint256 threshold
    ) private pure {
        vm.assertEq(rate.numerator, numerator, "numerator");
        vm.assertEq(rate.denominator, denominator, "denominator");
        vm.assertEq(rate.threshold, threshold, "threshold");
    }

    function _assertPays(Matching.Rate memory rate, uint256[] memory pairs, uint256[3] memory expected) private pure {
        for (uint256 i = 0; i < 3; ++i) vm.assertEq(Matching.payFor(rate, pairs[i]), expected[i], vm.toString(i));
    }

    function _list(uint256 a, uint256 b, uint256 c) private pure returns (uint256[] memory pairs) {
        pairs = new uint256[](3);
        (pairs[0], pairs[1], pairs[2]) = (a * SCALE, b * SCALE, c * SCALE);
    }

    /// @dev 1 to 10³⁰, of every size alike.
    function _amount(uint256 seed, uint256 index) private pure returns (uint256) {
        return 1 + _pick(seed, index, 10 ** _pick(seed, ~index, 30) - 1);
    }

    function _limit(uint256 seed) private pure returns (uint256) {
        return [0, 1, seed % 1e6, seed % 1e18, seed % IN_FULL, IN_FULL - 1, IN_FULL][seed % 7];
    }

    function _pick(uint256 seed, uint256 index, uint256 most) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index))) % (most == MAX ? most : most + 1);
    }
}
