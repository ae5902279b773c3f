// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Matching} from "../../src/funding/Matching.sol";
import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {FeeTokenDouble, KeepingNativeDouble} from "../doubles/GiftTokenDoubles.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice Gifts that members give themselves.
contract GivingTest is FundingFixture {
    bytes32 private constant HEARTH = "hearth";

    // give

    function test_give_countsEachGiftOfACart() public {
        RoundId roundId = opened("round", terms(), 2);
        address ada = member(1);
        IQuadraticFunding.Gift[] memory gifts = cart(1, 30, 2, 70);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(roundId, 1, 1, ada, 30, 30);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(roundId, 2, 1, ada, 70, 70);
        vm.expectCall(address(token), abi.encodeCall(IERC20.transferFrom, (ada, address(funding), 100)), 1);
        vm.prank(ada);
        funding.give(roundId, RIVER, gifts, 100);

        (uint256 total, uint256 latest, uint256 latestAt) = funding.contributionOf(roundId, 2, RIVER, 1);
        vm.assertEq(total, 70);
        vm.assertEq(latest, 70);
        vm.assertEq(latestAt, GIVING);
        IQuadraticFunding.Project memory project = funding.projectOf(roundId, 2);
        vm.assertEq(project.gifts, 70, "gifts");
        vm.assertEq(project.roots, Matching.root(70), "roots");
        vm.assertEq(project.pairs, 0, "pairs");
        vm.assertEq(token.balanceOf(address(funding)), 100, "escrow");
    }

    function test_give_namesADonorOfAnotherCommunityApart() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = hillMember(1);
        give(roundId, member(1), 1, 4);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(roundId, 1, (1 << 64) | 1, ada, 9, 9);
        give(roundId, ada, 1, 9);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 4);
        vm.assertEq(givenBy(roundId, HILL, 1, 1), 9);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 12 * 1e32, "they are two donors");
    }

    function test_give_sumsAMembersGiftsBeforeTheRoot() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = member(1);
        give(roundId, ada, 1, 1);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(roundId, 1, 1, ada, 3, 4);
        give(roundId, ada, 1, 3);
        vm.assertEq(funding.projectOf(roundId, 1).roots, 2e16);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 0);
    }

    function test_give_countsAProjectNamedTwiceLikeTwoGifts() public {
        RoundId roundId = opened("round", terms(), 1);
        vm.prank(member(1));
        funding.give(roundId, RIVER, cart(1, 30, 1, 70), 100);
        (uint256 total, uint256 latest, ) = funding.contributionOf(roundId, 1, RIVER, 1);
        vm.assertEq(total, 100);
        vm.assertEq(latest, 70);
        vm.assertEq(funding.projectOf(roundId, 1).roots, Matching.root(100));
    }

    function testFuzz_give_forgetsOrderAndParts(uint64[4] memory amounts, uint64 part) public {
        RoundId roundId = opened("round", terms(), 2);
        for (uint64 i = 0; i < 4; ++i) amounts[i] = uint64(bound(amounts[i], 2, type(uint64).max));
        part = uint64(bound(part, 1, amounts[0] - 1));
        for (uint64 i = 0; i < 4; ++i) give(roundId, member(i + 1), 1, amounts[i]);
        give(roundId, member(1), 2, part);
        for (uint64 i = 4; i > 1; --i) give(roundId, member(i), 2, amounts[i - 1]);
        give(roundId, member(1), 2, amounts[0] - part);
        IQuadraticFunding.Project memory one = funding.projectOf(roundId, 1);
        IQuadraticFunding.Project memory other = funding.projectOf(roundId, 2);
        vm.assertEq(one.pairs, other.pairs, "pairs");
        vm.assertEq(one.roots, other.roots, "roots");
        vm.assertEq(one.gifts, other.gifts, "gifts");
    }

    function test_give_refusesATotalThatIsNotTheSum() public {
        RoundId roundId = opened("round", terms(), 2);
        vm.startPrank(member(1));
        expectWrongTotal(99, 100);
        funding.give(roundId, RIVER, cart(1, 30, 2, 70), 99);
        expectWrongTotal(101, 100);
        funding.give(roundId, RIVER, cart(1, 30, 2, 70), 101);
        expectWrongTotal(0, 0);
        funding.give(roundId, RIVER, new IQuadraticFunding.Gift[](0), 0);
        vm.stopPrank();
    }

    function test_give_refusesLessThanTheLeast() public {
        IQuadraticFunding.Terms memory t = terms();
        t.minGift = 10;
        RoundId roundId = opened("round", t, 2);
        give(roundId, member(1), 1, 10);
        vm.startPrank(member(1));
        expectTooLittle(2, 9);
        funding.give(roundId, RIVER, cart(1, 10, 2, 9), 19);
        expectTooLittle(1, 0);
        funding.give(roundId, RIVER, cart(1, 0), 0);
        expectTooLittle(1, 0);
        funding.give(roundId, RIVER, cart(1, 0, 2, 0), 0);
        vm.stopPrank();
        expectTooLittle(1, 9);
        give(roundId, known[KNOWN + 1], 1, 9);
    }

    function test_give_refusesAProjectThatIsNotAccepted() public {
        RoundId roundId = open("round", terms());
        withProjects(roundId, 1);
        uint256 pending = submitted(roundId, recipientOf(2));
        uint256 rejected = submitted(roundId, recipientOf(3));
        uint256 withdrawn = submitted(roundId, recipientOf(4));
        reject(roundId, rejected);
        vm.prank(applicant);
        funding.withdrawApplication(roundId, withdrawn);
        vm.warp(GIVING);
        vm.startPrank(member(1));
        expectWrongStatus(roundId, pending, IQuadraticFunding.Status.Pending);
        funding.give(roundId, RIVER, cart(1, 5, pending, 5), 10);
        expectWrongStatus(roundId, rejected, IQuadraticFunding.Status.Rejected);
        funding.give(roundId, RIVER, cart(rejected, 5), 5);
        expectWrongStatus(roundId, withdrawn, IQuadraticFunding.Status.Withdrawn);
        funding.give(roundId, RIVER, cart(withdrawn, 5), 5);
        expectWrongStatus(roundId, 5, IQuadraticFunding.Status.None);
        funding.give(roundId, RIVER, cart(5, 5), 5);
        expectWrongStatus(roundId, 0, IQuadraticFunding.Status.None);
        funding.give(roundId, RIVER, cart(0, 5), 5);
        vm.stopPrank();
    }

    function test_give_refusesMoreOfAMemberThanItCanHold() public {
        RoundId roundId = opened("round", terms(), 1);
        uint256 most = type(uint104).max;
        give(roundId, member(1), 1, most);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), most);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 104, most + 1));
        give(roundId, member(1), 1, 1);
    }

    // Who gives

    function test_give_isForWhoWasAMemberWhenGivingBegan() public {
        RoundId roundId = opened("round", terms(), 1);
        vm.warp(GIVING + 1 days);
        (address first, address late) = (makeAddr("joined the second before"), makeAddr("joined in that second"));
        riverRoll.setMember(first, 101, GIVING - 1, 0);
        riverRoll.setMember(late, 102, GIVING, 0);
        (address gone, address left) = (makeAddr("left in that second"), makeAddr("left the second after"));
        riverRoll.setMember(gone, 103, START, GIVING);
        riverRoll.setMember(left, 104, START, GIVING + 1);
        address back = makeAddr("left and was admitted again");
        riverRoll.setMember(back, 105, GIVING + 1, 0);
        _endow([first, late, gone, left, back]);

        give(roundId, first, 1, 1);
        give(roundId, left, 1, 1);
        expectNotEligible(roundId, RIVER, late);
        give(roundId, late, 1, 1);
        expectNotEligible(roundId, RIVER, gone);
        give(roundId, gone, 1, 1);
        expectNotEligible(roundId, RIVER, back);
        give(roundId, back, 1, 1);
        vm.prank(stranger);
        expectNotEligible(roundId, RIVER, stranger);
        funding.give(roundId, RIVER, cart(1, 1), 1);
    }

    function test_give_isForTheKeyThatHoldsTheMembershipNow() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = member(1);
        give(roundId, ada, 1, 1);
        address key = makeAddr("ada's new key");
        endow(key);
        riverRoll.move(ada, key);
        give(roundId, key, 1, 3);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 4, "one donor");
        vm.prank(ada);
        expectNotEligible(roundId, RIVER, ada);
        funding.give(roundId, RIVER, cart(1, 1), 1);
    }

    function test_give_isAsOneOfTheFirstOfTheCommunities() public {
        RoundId roundId = opened("round", terms(), 1);
        address both = member(1);
        hillRoll.setMember(both, 7, START, 0);
        vm.prank(both);
        expectNotEligible(roundId, HILL, both);
        funding.give(roundId, HILL, cart(1, 1), 1);
        give(roundId, both, 1, 1);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 1);
    }

    function test_give_isAsOneOfTheSecondForWhoWasGoneFromTheFirst() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = hillMember(1);
        riverRoll.setMember(ada, 9, START, GIVING);
        vm.startPrank(ada);
        expectNotEligible(roundId, RIVER, ada);
        funding.give(roundId, RIVER, cart(1, 1), 1);
        funding.give(roundId, HILL, cart(1, 1), 1);
        vm.stopPrank();
        vm.assertEq(givenBy(roundId, HILL, 1, 1), 1);
    }

    function test_give_knowsNoOtherCommunities() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = hillMember(1);
        vm.startPrank(stranger);
        expectNotEligible(roundId, 2, stranger);
        funding.give(roundId, 2, cart(1, 1), 1);
        expectNotEligible(roundId, 2, stranger);
        funding.give(roundId, type(uint256).max, cart(1, 1), 1);
        vm.stopPrank();
        vm.prank(ada);
        expectNotEligible(roundId, 2, ada);
        funding.give(roundId, 2, cart(1, 1), 1);
    }

    // undoGift

    function test_undoGift_takesTheLatestBack() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = member(1);
        give(roundId, ada, 1, 4);
        give(roundId, member(2), 1, 4);
        give(roundId, ada, 1, 5);
        uint256 balance = token.balanceOf(ada);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftReturned(roundId, 1, 1, ada, 5, 4);
        undo(roundId, ada, RIVER, 1);
        vm.assertEq(token.balanceOf(ada) - balance, 5);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 4);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 8e32, "as if it had never been");
        vm.assertEq(funding.projectOf(roundId, 1).gifts, 8);

        (uint256 total, uint256 latest, uint256 latestAt) = funding.contributionOf(roundId, 1, RIVER, 1);
        vm.assertEq(total, 4);
        vm.assertEq(latest, 0, "the gift before is not the latest again");
        vm.assertEq(latestAt, 0);
        expectNothingDue();
        undo(roundId, ada, RIVER, 1);
    }

    function test_undoGift_takesNoMoreThanTheLatestHoweverLongItsPeriod() public {
        IQuadraticFunding.Terms memory t = terms();
        t.undoPeriod = type(uint32).max;
        RoundId roundId = opened("round", t, 1);
        give(roundId, member(1), 1, 5);
        give(roundId, member(1), 1, 4);
        undo(roundId, member(1), RIVER, 1);
        expectNothingDue();
        undo(roundId, member(1), RIVER, 1);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 5);
    }

    function test_undoGift_worksToTheLastSecondOfItsPeriod() public {
        RoundId roundId = opened("round", terms(), 2);
        address ada = member(1);
        vm.prank(ada);
        funding.give(roundId, RIVER, cart(1, 4, 2, 5), 9);
        vm.warp(GIVING + 1 hours - 1);
        undo(roundId, ada, RIVER, 1);
        vm.warp(GIVING + 1 hours);
        expectNothingDue();
        undo(roundId, ada, RIVER, 2);
    }

    function test_undoGift_worksToTheLastSecondOfGiving() public {
        RoundId roundId = opened("round", terms(), 2);
        address ada = member(1);
        vm.warp(REVIEW - 1);
        vm.prank(ada);
        funding.give(roundId, RIVER, cart(1, 4, 2, 5), 9);
        undo(roundId, ada, RIVER, 1);
        vm.warp(REVIEW);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.Review);
        undo(roundId, ada, RIVER, 2);
    }

    function test_undoGift_isNeverWhereTheRoundHasNoSuchPeriod() public {
        IQuadraticFunding.Terms memory t = terms();
        t.undoPeriod = 0;
        RoundId roundId = opened("round", t, 1);
        give(roundId, member(1), 1, 4);
        expectNothingDue();
        undo(roundId, member(1), RIVER, 1);
    }

    function test_undoGift_isTheDonorsWhateverBecameOfItsMembershipAndTheProject() public {
        RoundId roundId = opened("round", terms(), 1);
        (address ada, address ben) = (member(1), member(2));
        give(roundId, ada, 1, 4);
        give(roundId, ben, 1, 9);
        reject(roundId, 1);
        riverRoll.setMember(ada, 1, START, GIVING + 1);
        undo(roundId, ada, RIVER, 1);
        address key = makeAddr("ben's new key");
        riverRoll.move(ben, key);
        expectNotDonor(roundId, RIVER, ben);
        undo(roundId, ben, RIVER, 1);
        undo(roundId, key, RIVER, 1);
        vm.assertEq(token.balanceOf(key), 9);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    function test_undoGift_isNobodyElses() public {
        RoundId roundId = opened("round", terms(), 1);
        give(roundId, member(1), 1, 4);
        expectNothingDue();
        undo(roundId, member(2), RIVER, 1);
        expectNothingDue();
        undo(roundId, hillMember(1), HILL, 1);
        expectNotDonor(roundId, RIVER, stranger);
        undo(roundId, stranger, RIVER, 1);
        expectNotEligible(roundId, 2, stranger);
        undo(roundId, stranger, 2, 1);
    }

    // Households

    function test_setHousehold_makesWhatItsMembersGiveTogetherCountLess() public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = 4;
        RoundId roundId = open("round", t);
        withProjects(roundId, 2);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.HouseholdSet(roundId, RIVER, 1, HEARTH);
        setHousehold(roundId, member(1), RIVER, HEARTH);
        vm.assertEq(funding.householdOf(roundId, RIVER, 1), HEARTH);
        vm.assertEq(funding.householdOf(roundId, HILL, 1), 0);
        setHousehold(roundId, hillMember(1), HILL, HEARTH);
        vm.assertEq(funding.householdOf(roundId, HILL, 1), HEARTH);
        vm.warp(GIVING);
        give(roundId, member(1), 1, 4);
        give(roundId, hillMember(1), 1, 4);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 4e32, "half of 8");
        give(roundId, member(2), 1, 4);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 20e32, "and two pairs of 8 with the other");
    }

    function test_setHousehold_makesAllCountThatAMateGaveInParts() public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = 0;
        RoundId roundId = open("round", t);
        withProjects(roundId, 1);
        for (uint64 i = 1; i <= 2; ++i) setHousehold(roundId, member(i), RIVER, HEARTH);
        vm.warp(GIVING);
        give(roundId, member(1), 1, 1);
        give(roundId, member(1), 1, 3);
        give(roundId, member(2), 1, 4);
        vm.assertEq(funding.projectOf(roundId, 1).pairs, 0);
    }

    /// @dev With a bound of zero a pair counts nothing, also while one of its gifts goes back.
    function test_setHousehold_leavesGiftsToBeTakenBack() public {
        uint128[4] memory bounds = [0, 1, 1000, type(uint128).max];
        for (uint256 i = 0; i < bounds.length; ++i) {
            IQuadraticFunding.Terms memory t = terms();
            t.householdBound = bounds[i];
            vm.warp(START);
            RoundId roundId = open(bytes32(i), t);
            withProjects(roundId, 1);
            for (uint64 j = 1; j < 4; ++j) setHousehold(roundId, member(j), RIVER, HEARTH);
            vm.warp(GIVING);
            for (uint64 j = 1; j < 4; ++j) give(roundId, member(j), 1, 100 * j);
            for (uint64 j = 1; j < 4; ++j) undo(roundId, member(j), RIVER, 1);
            vm.assertEq(funding.projectOf(roundId, 1).pairs, 0);
            vm.assertEq(funding.projectOf(roundId, 1).roots, 0);
            vm.assertEq(token.balanceOf(address(funding)), 0);
        }
    }

    function test_setHousehold_isUndoneByZeroAndByAnother() public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = 0;
        RoundId roundId = open("round", t);
        withProjects(roundId, 1);
        for (uint64 i = 1; i < 5; ++i) setHousehold(roundId, member(i), RIVER, HEARTH);
        setHousehold(roundId, member(1), RIVER, 0);
        setHousehold(roundId, member(2), RIVER, "another");
        vm.assertEq(funding.householdOf(roundId, RIVER, 1), 0);
        vm.warp(GIVING);
        for (uint64 i = 1; i < 5; ++i) give(roundId, member(i), 1, 1);
        vm.assertEq(
            funding.projectOf(roundId, 1).pairs,
            10e32,
            "all of six pairs but that of the third and the fourth"
        );
    }

    function test_setHousehold_isLeftByWhoLeavesItAndByNobodyElse() public {
        IQuadraticFunding.Terms memory t = terms();
        t.householdBound = 0;
        // Of gifts of 1, 4 and 9 the pairs are 4, 6 and 12: what the other two give together counts nothing.
        uint256[3] memory pairs = [uint256(10), 16, 18];
        for (uint64 leaver = 1; leaver <= 3; ++leaver) {
            vm.warp(START);
            RoundId roundId = open(bytes32(uint256(leaver)), t);
            withProjects(roundId, 1);
            for (uint64 i = 1; i <= 3; ++i) setHousehold(roundId, member(i), RIVER, HEARTH);
            setHousehold(roundId, member(leaver), RIVER, 0);
            vm.warp(GIVING);
            for (uint64 i = 1; i <= 3; ++i) give(roundId, member(i), 1, i * i);
            vm.assertEq(funding.projectOf(roundId, 1).pairs, pairs[leaver - 1] * 1e32);
        }
    }

    function test_setHousehold_holdsSixteen() public {
        RoundId roundId = open("round", terms());
        address late = member(17);
        for (uint64 i = 1; i <= 16; ++i) setHousehold(roundId, member(i), RIVER, HEARTH);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_HouseholdFull.selector, HEARTH));
        setHousehold(roundId, late, RIVER, HEARTH);
        setHousehold(roundId, member(16), RIVER, HEARTH);
        setHousehold(roundId, member(1), RIVER, 0);
        setHousehold(roundId, late, RIVER, HEARTH);
    }

    function test_setHousehold_letsAnyNumberBeOfNone() public {
        RoundId roundId = open("round", terms());
        for (uint64 i = 1; i <= 17; ++i) setHousehold(roundId, member(i), RIVER, 0);
        vm.assertEq(funding.householdOf(roundId, RIVER, 17), 0);
    }

    function test_setHousehold_isForMembersOfTheRoundsCommunities() public {
        RoundId roundId = open("round", terms());
        expectNotEligible(roundId, RIVER, stranger);
        setHousehold(roundId, stranger, RIVER, HEARTH);
        expectNotEligible(roundId, 2, member(1));
        setHousehold(roundId, member(1), 2, HEARTH);
        riverRoll.setMember(stranger, 9, START - 2, START - 1);
        expectNotEligible(roundId, RIVER, stranger);
        setHousehold(roundId, stranger, RIVER, HEARTH);
    }

    // Tokens that keep a fee

    function test_give_creditsWhatArrivedInProportionAndTheRestToTheLast() public {
        use(new FeeTokenDouble());
        RoundId roundId = opened("round", terms(), 2);
        vm.prank(member(1));
        funding.give(roundId, RIVER, cart(1, 101, 2, 102), 203);
        // 2 of 203 are kept: ⌊101 · 201 / 203⌋ and what is left.
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 100);
        vm.assertEq(givenBy(roundId, RIVER, 1, 2), 101);
        vm.assertEq(token.balanceOf(address(funding)), 201);
    }

    function testFuzz_give_creditsAllThatArrivedOfACart(uint96 amount, uint96 other, uint16 fee) public {
        FeeTokenDouble kept = new FeeTokenDouble();
        kept.setFee(bound(fee, 0, 9000));
        use(kept);
        amount = uint96(bound(amount, 100, type(uint96).max));
        other = uint96(bound(other, 100, type(uint96).max));
        RoundId roundId = opened("round", terms(), 2);
        uint256 total = uint256(amount) + other;
        vm.prank(member(1));
        funding.give(roundId, RIVER, cart(1, amount, 2, other), total);
        (uint256 one, uint256 two) = (givenBy(roundId, RIVER, 1, 1), givenBy(roundId, RIVER, 1, 2));
        vm.assertEq(one + two, token.balanceOf(address(funding)));
        vm.assertLe(one, amount);
        vm.assertLe(two, uint256(other) + 1);
    }

    function test_give_asksTheLeastOfWhatArrives() public {
        use(new FeeTokenDouble());
        IQuadraticFunding.Terms memory t = terms();
        t.minGift = 100;
        RoundId roundId = opened("round", t, 1);
        expectTooLittle(1, 99);
        give(roundId, member(1), 1, 100);
        give(roundId, member(1), 1, 102);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 101);
    }

    // giveNative

    function test_giveNative_wrapsWhatIsSent() public {
        RoundId roundId = _native();
        address ada = member(1);
        vm.deal(ada, 100);
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.GiftMade(roundId, 1, 1, ada, 30, 30);
        vm.prank(ada);
        funding.giveNative{value: 100}(roundId, RIVER, cart(1, 30, 2, 70));
        vm.assertEq(wrapped.balanceOf(address(funding)), 100);
        vm.assertEq(address(funding).balance, 0);
        vm.assertEq(givenBy(roundId, RIVER, 1, 2), 70);

        undo(roundId, ada, RIVER, 2);
        vm.assertEq(wrapped.balanceOf(ada), 70, "goes back wrapped");
    }

    function test_giveNative_refusesAValueThatIsNotTheSum() public {
        RoundId roundId = _native();
        address ada = member(1);
        vm.deal(ada, 200);
        vm.startPrank(ada);
        expectWrongTotal(99, 100);
        funding.giveNative{value: 99}(roundId, RIVER, cart(1, 30, 2, 70));
        expectWrongTotal(101, 100);
        funding.giveNative{value: 101}(roundId, RIVER, cart(1, 30, 2, 70));
        expectTooLittle(1, 0);
        funding.giveNative(roundId, RIVER, cart(1, 0));
        vm.stopPrank();
    }

    function test_giveNative_isForMembersOfTheOtherCommunities() public {
        RoundId roundId = _native();
        address ada = known[KNOWN + 1];
        vm.deal(ada, 1);
        vm.prank(ada);
        funding.giveNative{value: 1}(roundId, HILL, cart(1, 1));
        vm.assertEq(givenBy(roundId, HILL, 1, 1), 1);
    }

    function test_giveNative_creditsWhatArrives() public {
        wrapped = new KeepingNativeDouble();
        funding = new QuadraticFunding(communities, permit2, IWrappedNative(address(wrapped)));
        RoundId roundId = _native();
        vm.deal(known[1], 200);
        vm.prank(known[1]);
        funding.giveNative{value: 200}(roundId, RIVER, cart(1, 100, 2, 100));
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 99);
        vm.assertEq(givenBy(roundId, RIVER, 1, 2), 99);
        vm.assertEq(wrapped.balanceOf(address(funding)), 198);
    }

    function test_giveNative_isForMembersToo() public {
        RoundId roundId = _native();
        vm.deal(stranger, 1);
        vm.prank(stranger);
        expectNotEligible(roundId, RIVER, stranger);
        funding.giveNative{value: 1}(roundId, RIVER, cart(1, 1));
    }

    function test_giveNative_refusesARoundOfAnotherToken() public {
        RoundId roundId = opened("round", terms(), 1);
        address ada = member(1);
        vm.deal(ada, 1);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotNative.selector, roundId));
        funding.giveNative{value: 1}(roundId, RIVER, cart(1, 1));
    }

    function test_giveNative_isNotPaidTwiceByOneValue() public {
        RoundId roundId = _native();
        address ada = member(1);
        vm.deal(ada, 1);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(funding.giveNative, (roundId, RIVER, cart(1, 1)));
        calls[1] = calls[0];
        vm.prank(ada);
        (bool taken, ) = address(funding).call{value: 1}(abi.encodeCall(funding.multicall, (calls)));
        vm.assertFalse(taken);
        vm.prank(ada);
        expectWrongTotal(0, 1);
        funding.multicall(calls);
    }

    function test_give_takesTheWrappedFormToo() public {
        RoundId roundId = _native();
        address ada = member(1);
        vm.deal(ada, 10);
        vm.startPrank(ada);
        wrapped.deposit{value: 10}();
        wrapped.approve(address(funding), 10);
        funding.give(roundId, RIVER, cart(1, 10), 10);
        vm.stopPrank();
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 10);
    }

    function _native() private returns (RoundId) {
        IQuadraticFunding.Terms memory t = terms();
        t.token = address(wrapped);
        return opened("round", t, 2);
    }

    function _endow(address[5] memory accounts) private {
        for (uint256 i = 0; i < accounts.length; ++i) endow(accounts[i]);
    }
}
