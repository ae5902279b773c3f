// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {RoundId} from "../../src/types/Ids.sol";
import {
    BlockingTokenDouble,
    BountifulTokenDouble,
    CallingTokenDouble,
    FalseTokenDouble,
    FeeTokenDouble,
    SmallTokenDouble,
    SomethingTokenDouble
} from "../doubles/GiftTokenDoubles.sol";
import {SilentTokenDouble} from "../doubles/OddTokenDoubles.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {FundingFixture} from "./FundingFixture.sol";

/// @notice The shapes that tokens come in; see "Tokens" in docs/funding.md.
contract TokensTest is FundingFixture {
    // Decimals

    function testFuzz_sixAndEighteenDecimals_agree(uint32[6] memory gifts, uint48 pool, bool scaleUp) public {
        uint256[2] memory small = _matches(new SmallTokenDouble(), 1, gifts, pool, scaleUp);
        uint256[2] memory large = _matches(new TokenDouble(), 1e12, gifts, pool, scaleUp);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 cut = large[i] / 1e12;
            vm.assertLe(cut > small[i] ? cut - small[i] : small[i] - cut, 1, "the same up to a unit of the smaller");
        }
    }

    function test_sixAndEighteenDecimals_agreeToTheUnitOfWholeMatches() public {
        uint32[6] memory gifts = [uint32(1e6), 4e6, 9e6, 7, 7, 7];
        uint256[2] memory small = _matches(new SmallTokenDouble(), 1, gifts, 1e9, false);
        uint256[2] memory large = _matches(new TokenDouble(), 1e12, gifts, 1e9, false);
        vm.assertEq(small[0], 22e6);
        vm.assertEq(small[1], 42);
        vm.assertEq(large[0], 22e18);
        vm.assertEq(large[1], 42e12);
    }

    // No return value

    function test_noReturnValue_isAsOrdinary() public {
        SilentTokenDouble silent = new SilentTokenDouble();
        address[4] memory accounts = [funder, applicant, known[1], known[2]];
        for (uint256 i = 0; i < 4; ++i) {
            silent.mint(accounts[i], 1000);
            vm.prank(accounts[i]);
            silent.approve(address(funding), 1000);
        }
        IQuadraticFunding.Terms memory t = terms();
        (t.token, t.deposit) = (address(silent), 5);
        RoundId roundId = opened("silent", t, 1);
        _settle(roundId);
        vm.assertEq(silent.balanceOf(recipientOf(1)), 16);
        vm.assertEq(silent.balanceOf(funder), 992);
        vm.assertEq(silent.balanceOf(applicant), 1000);
        vm.assertEq(silent.balanceOf(address(funding)), 0);
    }

    // false

    function test_false_isARevertThatChangesNothing() public {
        FalseTokenDouble hesitant = new FalseTokenDouble();
        use(hesitant);
        RoundId roundId = opened("round", terms(), 1);
        hesitant.refuse(true);
        _expectFailed();
        fund(roundId, 100);
        _expectFailed();
        give(roundId, known[1], 1, 4);
        hesitant.refuse(false);
        fund(roundId, 100);
        give(roundId, known[1], 1, 4);
        hesitant.refuse(true);
        _expectFailed();
        undo(roundId, known[1], RIVER, 1);
        vm.assertEq(givenBy(roundId, RIVER, 1, 1), 4);
        finalize(roundId);
        _expectFailed();
        funding.claim(roundId, 1);
        vm.prank(funder);
        _expectFailed();
        funding.returnFunding(roundId, funder);
        hesitant.refuse(false);
        funding.claim(roundId, 1);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // A fee on transfer

    function test_aFeeOnTransfer_leavesEverybodyWhatArrived() public {
        use(new FeeTokenDouble());
        IQuadraticFunding.Terms memory t = terms();
        t.deposit = 500;
        RoundId roundId = opened("round", t, 1);
        fund(roundId, 10_000);
        give(roundId, known[1], 1, 400);
        give(roundId, known[2], 1, 400);
        finalize(roundId);
        vm.assertEq(funding.projectOf(roundId, 1).gifts, 792);
        vm.assertEq(funding.explain(roundId, 1).pay, 792);
        funding.claim(roundId, 1);
        vm.prank(applicant);
        funding.returnDeposit(roundId, 1, applicant);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // More arrives than was sent

    function test_moreThanWasSent_isRefused() public {
        use(new BountifulTokenDouble());
        IQuadraticFunding.Terms memory t = terms();
        RoundId roundId = opened("round", t, 1);
        _expectWrongAmount(100, 101);
        fund(roundId, 100);
        _expectWrongAmount(4, 5);
        give(roundId, known[1], 1, 4);
        vm.warp(START);
        t.deposit = 7;
        roundId = open("another", t);
        _expectWrongAmount(7, 8);
        submitted(roundId, recipientOf(1));
    }

    // Calls back

    function test_aCallBackInTransferFrom_isRefused() public {
        CallingTokenDouble calling = new CallingTokenDouble();
        use(calling);
        IQuadraticFunding.Terms memory t = terms();
        t.deposit = 5;
        RoundId roundId = open("round", t);
        IQuadraticFunding.Cart memory signed;
        (signed.roundId, signed.gifts) = (roundId, cart(1, 1));
        bytes[6] memory calls = [
            abi.encodeCall(funding.fund, (roundId, 1)),
            abi.encodeCall(funding.submitApplication, (roundId, stranger, NO_VERSION, "", "")),
            abi.encodeCall(funding.give, (roundId, RIVER, cart(1, 1), 1)),
            abi.encodeCall(funding.giveNative, (roundId, RIVER, cart(1, 1))),
            abi.encodeCall(funding.giveBySig, (signed, "")),
            abi.encodeCall(funding.giveWithPermit2, (signed, ""))
        ];
        for (uint256 i = 0; i < 6; ++i) {
            calling.callBack(address(funding), calls[i]);
            submitted(roundId, recipientOf(1));
            _assertReentrant(calling);
            calling.callBack(address(funding), calls[i]);
            fund(roundId, 10);
            _assertReentrant(calling);
        }
        accept(roundId, 1);
        vm.warp(GIVING);
        calling.callBack(address(funding), calls[2]);
        give(roundId, known[1], 1, 4);
        _assertReentrant(calling);
        vm.assertEq(funding.roundOf(roundId).pool, 60);
        vm.assertEq(token.balanceOf(address(funding)), 94);
    }

    function test_aCallBackInTransfer_isRefused() public {
        CallingTokenDouble calling = new CallingTokenDouble();
        use(calling);
        RoundId roundId = opened("round", terms(), 2);
        fund(roundId, 100);
        give(roundId, known[1], 1, 4);
        give(roundId, known[1], 2, 4);
        finalize(roundId);
        bytes[6] memory calls = [
            abi.encodeCall(funding.claim, (roundId, 2)),
            abi.encodeCall(funding.claimTo, (roundId, 2, stranger)),
            abi.encodeCall(funding.returnGift, (roundId, RIVER, 1, stranger)),
            abi.encodeCall(funding.returnFunding, (roundId, stranger)),
            abi.encodeCall(funding.returnDeposit, (roundId, 1, stranger)),
            abi.encodeCall(funding.undoGift, (roundId, RIVER, 1))
        ];
        for (uint256 i = 0; i < 6; ++i) {
            uint256 snapshot = vm.snapshotState();
            calling.callBack(address(funding), calls[i]);
            funding.claim(roundId, 1);
            _assertReentrant(calling);
            vm.assertTrue(vm.revertToState(snapshot));
        }
    }

    // Blocks a recipient

    function test_aBlockedRecipient_stopsNobodyAndIsPaidElsewhere() public {
        BlockingTokenDouble blocking = new BlockingTokenDouble();
        use(blocking);
        RoundId roundId = opened("round", terms(), 2);
        fund(roundId, 100);
        give(roundId, known[1], 1, 4);
        give(roundId, known[1], 2, 4);
        blocking.blockAccount(recipientOf(1));
        blocking.blockAccount(funder);
        finalize(roundId);
        vm.expectRevert(abi.encodeWithSelector(BlockingTokenDouble.Blocked.selector, recipientOf(1)));
        funding.claim(roundId, 1);
        funding.claim(roundId, 2);
        vm.prank(recipientOf(1));
        funding.claimTo(roundId, 1, stranger);
        vm.prank(funder);
        funding.returnFunding(roundId, stranger);
        vm.assertEq(token.balanceOf(stranger), 104);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // Refuses to move nothing

    function test_refusingToMoveNothing_stopsNobody() public {
        use(new SomethingTokenDouble());
        RoundId roundId = opened("round", terms(), 1);
        fund(roundId, 8);
        give(roundId, known[1], 1, 4);
        give(roundId, known[2], 1, 4);
        finalize(roundId);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.assertEq(funding.fundingOf(roundId, funder), 0);
        funding.claim(roundId, 1);
        vm.assertEq(token.balanceOf(address(funding)), 0);
    }

    // -----

    /// @dev Three gifts each to two projects, in base units times `unit`.
    function _matches(
        TokenDouble token_,
        uint256 unit,
        uint32[6] memory gifts,
        uint256 pool,
        bool scaleUp
    ) private returns (uint256[2] memory matches) {
        vm.warp(START);
        use(token_);
        IQuadraticFunding.Terms memory t = terms();
        t.scaleUp = scaleUp;
        RoundId roundId = opened(bytes32(unit), t, 2);
        if (pool != 0) fund(roundId, pool * unit);
        for (uint64 i = 0; i < 6; ++i) {
            if (gifts[i] != 0) give(roundId, known[1 + (i % 3)], 1 + i / 3, gifts[i] * unit);
        }
        finalize(roundId);
        for (uint256 i = 0; i < 2; ++i) matches[i] = funding.explain(roundId, i + 1).pay;
    }

    /// @dev From giving to the last unit.
    function _settle(RoundId roundId) private {
        fund(roundId, 100);
        give(roundId, known[1], 1, 4);
        give(roundId, known[2], 1, 9);
        undo(roundId, known[2], RIVER, 1);
        give(roundId, known[2], 1, 4);
        finalize(roundId);
        funding.claim(roundId, 1);
        vm.prank(funder);
        funding.returnFunding(roundId, funder);
        vm.prank(applicant);
        funding.returnDeposit(roundId, 1, applicant);
    }

    function _expectFailed() private {
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(token)));
    }

    function _expectWrongAmount(uint256 expected, uint256 received) private {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_WrongAmount.selector, expected, received)
        );
    }

    function _assertReentrant(CallingTokenDouble calling) private view {
        vm.assertFalse(calling.done());
        vm.assertEq(
            calling.reason(),
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector)
        );
    }
}
