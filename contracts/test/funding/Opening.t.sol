// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {CommunityBound} from "../../src/registry/CommunityBound.sol";
import {CommunityId, RoundId} from "../../src/types/Ids.sol";
import {FeeTokenDouble} from "../doubles/GiftTokenDoubles.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice Rounds from their terms to a pool.
contract OpeningTest is FundingFixture {
    function test_constructor_keepsWhatItIsGiven() public view {
        vm.assertEq(address(funding.communityRegistry()), address(communities));
        vm.assertEq(address(funding.permit2()), address(permit2));
        vm.assertEq(address(funding.wrappedNative()), address(wrapped));
    }

    function test_constructor_refusesARegistryWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, stranger));
        new QuadraticFunding(ICommunityRegistry(stranger), permit2, IWrappedNative(address(wrapped)));
    }

    // openRound

    function test_openRound_keepsItsTermsForGood() public {
        IQuadraticFunding.Terms memory t = terms();
        (t.cap, t.minGift, t.leastPool, t.deposit) = (1, 2, 3, 4);
        (t.householdBound, t.undoPeriod, t.scaleUp, t.document) = (5, 6, true, "seven");
        RoundId expected = funding.roundIdFor(river, "round");
        vm.assertEq(RoundId.unwrap(expected), keccak256(abi.encode(river, bytes32("round"))));
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.RoundOpened(expected, river, t);
        RoundId roundId = open("round", t);
        vm.assertEq(RoundId.unwrap(roundId), RoundId.unwrap(expected));
        IQuadraticFunding.Round memory round = funding.roundOf(roundId);
        vm.assertEq(abi.encode(round.terms), abi.encode(t));
        vm.assertEq(uint256(round.phase), uint256(IQuadraticFunding.Phase.Applications));
        vm.assertEq(uint256(round.pool) + round.left + round.projects, 0);
    }

    function test_openRound_isTheAuthoritysOfThatCommunity() public {
        IQuadraticFunding.Terms memory t = terms();
        address[2] memory others = [steward, communities.authorityOf(hill)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(others[i]);
            _expectNotAuthority(river, others[i]);
            funding.openRound("round", t);
        }
        t.communityId = CommunityId.wrap("nobody's");
        vm.prank(authority);
        _expectNotAuthority(t.communityId, authority);
        funding.openRound("round", t);
    }

    function test_openRound_isOnceForASaltOfACommunity() public {
        RoundId roundId = open("round", terms());
        cancel(roundId);
        vm.prank(authority);
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_AlreadyOpened.selector, roundId));
        funding.openRound("round", terms());
        open("another", terms());
        IQuadraticFunding.Terms memory t = terms();
        (t.communityId, t.others[0]) = (hill, river);
        address hills = communities.authorityOf(hill);
        vm.prank(hills);
        funding.openRound("round", t);
    }

    function test_openRound_takesTimesThatFollowEachOther() public {
        IQuadraticFunding.Terms memory t = terms();
        (t.givingFrom, t.givingUntil, t.reviewUntil, t.expiresAt) = (START + 1, START + 2, START + 3, START + 4);
        open("shortest", t);
        for (uint256 i = 0; i < 4; ++i) {
            t = terms();
            if (i == 0) t.givingFrom = START;
            else if (i == 1) t.givingUntil = t.givingFrom;
            else if (i == 2) t.reviewUntil = t.givingUntil;
            else t.expiresAt = t.reviewUntil;
            vm.prank(authority);
            vm.expectRevert(IQuadraticFunding.QuadraticFunding_InvalidTimes.selector);
            funding.openRound("round", t);
        }
    }

    function test_openRound_keepsTheLastSecondThatItHasRoomFor() public {
        IQuadraticFunding.Terms memory t = terms();
        t.expiresAt = type(uint40).max;
        vm.assertEq(funding.roundOf(open("longest", t)).terms.expiresAt, type(uint40).max);
        t.expiresAt += 1;
        vm.prank(authority);
        vm.expectRevert(IQuadraticFunding.QuadraticFunding_InvalidTimes.selector);
        funding.openRound("round", t);
    }

    function test_openRound_takesATokenAndALeastGift() public {
        IQuadraticFunding.Terms memory t = terms();
        vm.startPrank(authority);
        t.minGift = 0;
        vm.expectRevert(IQuadraticFunding.QuadraticFunding_InvalidMinimum.selector);
        funding.openRound("round", t);
        t.minGift = 1;
        address[2] memory none = [address(0), stranger];
        for (uint256 i = 0; i < 2; ++i) {
            t.token = none[i];
            vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidToken.selector, none[i]));
            funding.openRound("round", t);
        }
        vm.stopPrank();
    }

    function test_openRound_takesEightCommunitiesEachOnce() public {
        IQuadraticFunding.Terms memory t = terms();
        t.others = new CommunityId[](8);
        for (uint256 i = 0; i < 8; ++i) (t.others[i], ) = newCommunity(bytes32(i), stranger);
        vm.prank(authority);
        _expectInvalidCommunity(t.others[7]);
        funding.openRound("round", t);

        CommunityId[] memory seven = new CommunityId[](7);
        for (uint256 i = 0; i < 7; ++i) seven[i] = t.others[i];
        t.others = seven;
        RoundId roundId = open("round", t);
        vm.assertEq(funding.roundOf(roundId).terms.others.length, 7);
    }

    function test_openRound_refusesACommunityThatIsNoneOrNamedTwice() public {
        IQuadraticFunding.Terms memory t = terms();
        CommunityId[2] memory wrong = [river, CommunityId.wrap("nobody's")];
        for (uint256 i = 0; i < 2; ++i) {
            t.others[0] = wrong[i];
            vm.prank(authority);
            _expectInvalidCommunity(wrong[i]);
            funding.openRound("round", t);
        }
        t.others = new CommunityId[](2);
        (t.others[0], t.others[1]) = (hill, hill);
        vm.prank(authority);
        _expectInvalidCommunity(hill);
        funding.openRound("round", t);
    }

    function test_openRound_mayNameNoOther() public {
        IQuadraticFunding.Terms memory t = terms();
        t.others = new CommunityId[](0);
        RoundId roundId = opened("round", t, 1);
        vm.assertEq(abi.encode(funding.roundOf(roundId).terms), abi.encode(t));
        vm.prank(known[KNOWN + 1]);
        expectNotEligible(roundId, HILL, known[KNOWN + 1]);
        funding.give(roundId, HILL, cart(1, 1), 1);
    }

    function test_roundOf_isForRoundsThatWereOpened() public {
        RoundId roundId = funding.roundIdFor(river, "round");
        phase(roundId, IQuadraticFunding.Phase.None);
        expectWrongPhase(roundId, IQuadraticFunding.Phase.None);
        funding.roundOf(roundId);
        vm.assertEq(funding.acceptedProjects(roundId).length, 0);
    }

    // fund

    function test_fund_isAnyonesAndAddsUp() public {
        RoundId roundId = open("round", terms());
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.PoolFunded(roundId, funder, 60);
        fund(roundId, 60);
        fund(roundId, 1);
        vm.prank(member(1));
        funding.fund(roundId, 9);
        vm.assertEq(funding.roundOf(roundId).pool, 70);
        vm.assertEq(funding.fundingOf(roundId, funder), 61);
        vm.assertEq(funding.fundingOf(roundId, member(1)), 9);
        vm.assertEq(token.balanceOf(address(funding)), 70);
    }

    function test_fund_creditsWhatArrives() public {
        use(new FeeTokenDouble());
        RoundId roundId = open("round", terms());
        vm.expectEmit(address(funding));
        emit IQuadraticFunding.PoolFunded(roundId, funder, 99);
        fund(roundId, 100);
        vm.assertEq(funding.roundOf(roundId).pool, 99);
        vm.assertEq(funding.fundingOf(roundId, funder), 99);
    }

    function test_fund_refusesNothingAndMoreThanItCanHold() public {
        RoundId roundId = open("round", terms());
        expectNothingDue();
        fund(roundId, 0);
        uint256 most = type(uint128).max;
        fund(roundId, most);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 128, most + 1));
        fund(roundId, 1);
    }

    function test_fund_keepsRoundsApart() public {
        RoundId one = open("one", terms());
        RoundId other = open("other", terms());
        fund(one, 60);
        fund(other, 40);
        cancel(one);
        vm.startPrank(funder);
        funding.returnFunding(one, funder);
        expectNothingDue();
        funding.returnFunding(one, funder);
        expectWrongPhase(other, IQuadraticFunding.Phase.Applications);
        funding.returnFunding(other, funder);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(funding)), 40);
    }

    function _expectNotAuthority(CommunityId communityId, address caller) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotAuthority.selector, communityId, caller)
        );
    }

    function _expectInvalidCommunity(CommunityId communityId) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_InvalidCommunity.selector, communityId)
        );
    }
}
