// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IERC1155} from "@openzeppelin/contracts/interfaces/IERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC777} from "@openzeppelin/contracts/interfaces/IERC777.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {
    GenerousTokenDouble,
    MoodyTokenDouble,
    OldTokenDouble,
    RefusingTokenDouble,
    ReentrantTokenDouble,
    ShelfDouble,
    SilentTokenDouble,
    SpenderDouble,
    TollTokenDouble
} from "../doubles/OddTokenDoubles.sol";
import {PayeeDouble, SinkDouble} from "../doubles/PayeeDoubles.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
import {Vm} from "../Vm.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev The treasury holds 1,000 of the native currency and of a token; an ordinary majority may spend 10 % of each in
/// thirty days. {passNarrowly} is an ordinary majority, {pass} a super-majority.
contract TreasuryTest is CommunityFixture {
    TokenDouble private _token;

    uint256 private _number;

    function setUp() public override {
        super.setUp();
        _token = new TokenDouble();
        _token.mint(address(timelock), 1_000 ether);
        vm.deal(address(timelock), 1_000 ether);
    }

    // the cap

    function test_cap_letsAnOrdinaryMajoritySpendItsShareOfTheNativeCurrency() public {
        Proposal memory proposal = _payment(100 ether);
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(0), 100 ether);
        execute(proposal);
        vm.assertEq(stranger.balance, 100 ether);
        vm.assertEq(timelock.spentLately(address(0)), 100 ether);
    }

    function test_cap_letsAnOrdinaryMajoritySpendItsShareOfAToken() public {
        Proposal memory proposal = _transfer(100 ether);
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(_token), 100 ether);
        execute(proposal);
        vm.assertEq(_token.balanceOf(stranger), 100 ether);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
        vm.assertEq(timelock.spentLately(address(0)), 0);
    }

    function test_cap_refusesOneUnitMore() public {
        _refusesNarrowly(_payment(100 ether + 1), address(0), 0, 100 ether + 1, 100 ether);
        _refusesNarrowly(_transfer(100 ether + 1), address(_token), 0, 100 ether + 1, 100 ether);
    }

    /// @dev The share is of what was there, with what has left within the period.
    function test_cap_addsUpWithinThePeriod() public {
        Proposal memory first = _payment(60 ether);
        passNarrowly(first);
        execute(first);
        _refusesNarrowly(_payment(40 ether + 1), address(0), 60 ether, 40 ether + 1, 100 ether);
        Proposal memory rest = _payment(40 ether);
        passNarrowly(rest);
        execute(rest);
        vm.assertEq(timelock.spentLately(address(0)), 100 ether);
    }

    function test_cap_forgetsWhatLeftBeforeThePeriod() public {
        Proposal memory first = _payment(100 ether);
        passNarrowly(first);
        execute(first);
        uint256 spentAt = vm.getBlockTimestamp();
        vm.warp(spentAt + CAP_PERIOD - 1);
        vm.assertEq(timelock.spentLately(address(0)), 100 ether);
        vm.warp(spentAt + CAP_PERIOD);
        vm.assertEq(timelock.spentLately(address(0)), 0);
        Proposal memory second = _payment(90 ether);
        passNarrowly(second);
        execute(second);
        vm.assertEq(address(timelock).balance, 810 ether);
    }

    function test_cap_addsUpWithinOneOperation() public {
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.transfer, (stranger, 60 ether)),
            address(_token),
            abi.encodeCall(IERC20.transfer, (deployer, 40 ether + 1))
        );
        _refusesNarrowly(proposal, address(_token), 0, 100 ether + 1, 100 ether);
    }

    function test_cap_countsAllowancesAsSpent() public {
        Proposal memory proposal = _call(abi.encodeCall(IERC20.approve, (stranger, 100 ether)));
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
        // What is lent is still there, and is not there twice.
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.approve, (deployer, 1))),
            address(_token),
            100 ether,
            1,
            100 ether
        );
    }

    function test_cap_refusesAnAllowanceBeyondIt() public {
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.approve, (stranger, type(uint256).max))),
            address(_token),
            0,
            type(uint256).max,
            100 ether
        );
    }

    function test_cap_letsAnAllowanceBeTakenBack() public {
        Proposal memory give = _call(abi.encodeCall(IERC20.approve, (stranger, 500 ether)));
        pass(give);
        execute(give);
        Proposal memory take = _call(abi.encodeCall(IERC20.approve, (stranger, 0)));
        passNarrowly(take);
        execute(take);
        vm.assertEq(_token.allowance(address(timelock), stranger), 0);
        vm.assertEq(timelock.spentLately(address(_token)), 0);
    }

    function test_cap_countsTransferAndAllowanceTogether() public {
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.approve, (stranger, 50 ether)),
            address(_token),
            abi.encodeCall(IERC20.transfer, (deployer, 50 ether + 1))
        );
        _refusesNarrowly(proposal, address(_token), 0, 100 ether + 1, 100 ether);
    }

    function test_cap_doesNotHoldForASuperMajority() public {
        Proposal memory proposal = _payment(1_000 ether);
        pass(proposal);
        execute(proposal);
        vm.assertEq(stranger.balance, 1_000 ether);
        // What a super-majority spends is not held against an ordinary one.
        vm.assertEq(timelock.spentLately(address(0)), 0);
    }

    /// @dev What was said of one operation is not said of the next in the same transaction.
    function test_cap_holdsForWhatFollowsASuperMajorityInOneTransaction() public {
        Proposal memory narrow = _payment(101 ether);
        passNarrowly(narrow);
        Proposal memory broad = _payment(200 ether);
        uint256 eta = vm.getBlockTimestamp();
        pass(broad);
        vm.assertGt(vm.getBlockTimestamp(), eta);
        Executor executor = new Executor();
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_CapExceeded.selector,
                address(0),
                0,
                101 ether,
                80 ether
            )
        );
        executor.executeBoth(
            address(governor),
            abi.encodeCall(
                governor.execute,
                (broad.targets, broad.values, broad.calldatas, keccak256(bytes(broad.description)))
            ),
            abi.encodeCall(
                governor.execute,
                (narrow.targets, narrow.values, narrow.calldatas, keccak256(bytes(narrow.description)))
            )
        );
    }

    function test_cap_countsATokenOnceHoweverOftenItIsCalled() public {
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.transfer, (stranger, 60 ether)),
            address(_token),
            abi.encodeCall(IERC20.transfer, (deployer, 40 ether))
        );
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(_token), 100 ether);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    function test_cap_countsAnAllowanceOnceHoweverOftenItIsGiven() public {
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.approve, (stranger, 60 ether)),
            address(_token),
            abi.encodeCall(IERC20.approve, (stranger, 100 ether))
        );
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    function test_cap_addsUpTheAllowancesOfSeveralSpenders() public {
        bytes memory toStranger = abi.encodeCall(IERC20.approve, (stranger, 50 ether));
        _refusesNarrowly(
            _two(
                address(_token),
                toStranger,
                address(_token),
                abi.encodeCall(IERC20.approve, (deployer, 50 ether + 1))
            ),
            address(_token),
            0,
            100 ether + 1,
            100 ether
        );
        Proposal memory proposal = _two(
            address(_token),
            toStranger,
            address(_token),
            abi.encodeCall(IERC20.approve, (deployer, 50 ether))
        );
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    function test_cap_keepsAccountOfEachTokenApart() public {
        TokenDouble other = new TokenDouble();
        other.mint(address(timelock), 500);
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.approve, (stranger, 100 ether)),
            address(other),
            abi.encodeCall(IERC20.approve, (stranger, 50))
        );
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(_token), 100 ether);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(other), 50);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
        vm.assertEq(timelock.spentLately(address(other)), 50);
        vm.assertEq(timelock.spentLately(address(0)), 0);
    }

    /// @dev The share is rounded down.
    function test_cap_givesNoPartOfAUnit() public {
        GenerousTokenDouble token = new GenerousTokenDouble();
        token.mint(address(timelock), 1_999);
        vm.assertEq(token.decimals(), 6);
        _refusesNarrowly(
            plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 200)), _next()),
            address(token),
            0,
            200,
            199
        );
        Proposal memory proposal = plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 199)), _next());
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(token.balanceOf(stranger), 199);
    }

    /// @dev At the first second that is a whole period later, and not one before.
    function test_cap_startsAnewWithTheNextPeriod() public {
        Proposal memory first = _payment(100 ether);
        passNarrowly(first);
        execute(first);
        uint256 spentAt = vm.getBlockTimestamp();
        vm.warp(spentAt + CAP_PERIOD - governor.gracePeriod());
        Proposal memory second = _payment(90 ether);
        passNarrowly(second);
        vm.warp(spentAt + CAP_PERIOD - 1);
        _expectExceeded(address(0), 100 ether, 90 ether, 100 ether);
        execute(second);
        vm.warp(spentAt + CAP_PERIOD);
        execute(second);
        vm.assertEq(timelock.spentLately(address(0)), 90 ether);
    }

    function test_cap_followsAPeriodThatBecameLonger() public {
        Proposal memory first = _payment(60 ether);
        passNarrowly(first);
        execute(first);
        skip(CAP_PERIOD);
        vm.assertEq(timelock.spentLately(address(0)), 0);
        Proposal memory longer = _cap(CAP_BPS, 365 days);
        passNarrowly(longer);
        execute(longer);
        vm.assertEq(timelock.spentLately(address(0)), 60 ether);
    }

    function test_cap_leavesOutWhatCameWithTheCall() public {
        Proposal memory more = _payment(150 ether + 1);
        passNarrowly(more);
        vm.deal(address(this), 100 ether);
        _expectExceeded(address(0), 0, 100 ether + 1, 100 ether);
        _executeWith(more, 50 ether);
        Proposal memory proposal = _payment(150 ether);
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasurySpent(address(0), 100 ether);
        _executeWith(proposal, 50 ether);
        vm.assertEq(address(timelock).balance, 900 ether);
    }

    /// @dev What comes in while an operation runs pays for nothing of another kind, and is nothing that left.
    function test_cap_setsNothingOffAgainstAnAllowance() public {
        bytes memory income = abi.encodeCall(_token.mint, (address(timelock), 500 ether));
        _refusesNarrowly(
            _two(address(_token), income, address(_token), abi.encodeCall(IERC20.approve, (stranger, 100 ether + 1))),
            address(_token),
            0,
            100 ether + 1,
            100 ether
        );
        Proposal memory proposal = _call(income);
        passNarrowly(proposal);
        vm.recordLogs();
        execute(proposal);
        _assertNothingSpent(vm.getRecordedLogs());
        vm.assertEq(timelock.spentLately(address(_token)), 0);
    }

    function test_cap_setsNoAllowanceTakenBackOffAgainstAnother() public {
        Proposal memory give = _call(abi.encodeCall(IERC20.approve, (deployer, 90 ether)));
        pass(give);
        execute(give);
        _refusesNarrowly(
            _two(
                address(_token),
                abi.encodeCall(IERC20.approve, (deployer, 0)),
                address(_token),
                abi.encodeCall(IERC20.approve, (stranger, 100 ether + 1))
            ),
            address(_token),
            0,
            100 ether + 1,
            100 ether
        );
    }

    function test_cap_countsOnlyWhatAnAllowanceRoseBy() public {
        Proposal memory give = _call(abi.encodeCall(IERC20.approve, (stranger, 70 ether)));
        pass(give);
        execute(give);
        Proposal memory raise = _call(abi.encodeCall(IERC20.approve, (stranger, 170 ether)));
        passNarrowly(raise);
        execute(raise);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    /// @dev More was allowed than there is.
    function test_cap_letsAnAllowanceBeTakenBackThatIsMoreThanThereIs() public {
        Proposal memory give = _call(abi.encodeCall(IERC20.approve, (stranger, 5_000 ether)));
        pass(give);
        execute(give);
        Proposal memory take = _call(abi.encodeCall(IERC20.approve, (stranger, 1)));
        passNarrowly(take);
        execute(take);
        vm.assertEq(_token.allowance(address(timelock), stranger), 1);
    }

    /// @dev The allowance was the outflow: what is fetched by it later is not counted a second time.
    function test_cap_countsWhatIsFetchedByAnAllowanceWhenItIsGiven() public {
        SpenderDouble spender = new SpenderDouble();
        Proposal memory give = _call(abi.encodeCall(IERC20.approve, (address(spender), 100 ether)));
        passNarrowly(give);
        execute(give);
        Proposal memory fetch = plan1(
            address(spender),
            abi.encodeCall(spender.pull, (_token, address(timelock), 100 ether)),
            _next()
        );
        passNarrowly(fetch);
        execute(fetch);
        vm.assertEq(_token.balanceOf(address(spender)), 100 ether);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
        _refusesNarrowly(_transfer(1), address(_token), 100 ether, 1, 90 ether);
    }

    /// @dev The share is of what is there and what has gone. What was let go and is still there counts once.
    function test_cap_isAShareOfWhatIsThereAndWhatHasGone() public {
        Proposal memory lend = _call(abi.encodeCall(IERC20.approve, (stranger, 30 ether)));
        passNarrowly(lend);
        execute(lend);
        Proposal memory send = _call(abi.encodeCall(IERC20.transfer, (deployer, 50 ether)));
        passNarrowly(send);
        execute(send);
        uint256 sentAt = vm.getBlockTimestamp();
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.transfer, (deployer, 20 ether + 1))),
            address(_token),
            80 ether,
            20 ether + 1,
            100 ether
        );
        Proposal memory rest = _call(abi.encodeCall(IERC20.transfer, (deployer, 20 ether)));
        passNarrowly(rest);
        execute(rest);
        // What went before the period is no part of what there was.
        vm.warp(sentAt + CAP_PERIOD - 5 days);
        Proposal memory late = _call(abi.encodeCall(IERC20.transfer, (deployer, 80 ether)));
        passNarrowly(late);
        vm.warp(sentAt + CAP_PERIOD);
        _expectExceeded(address(_token), 20 ether, 80 ether, 95 ether);
        execute(late);
    }

    /// @dev By one allowance after another, half and half again: no more than half may leave.
    function test_attack_allowancesThatLiftTheCap() public {
        Proposal memory proposal = _cap(5_000, CAP_PERIOD);
        pass(proposal);
        execute(proposal);
        proposal = _call(abi.encodeCall(IERC20.approve, (stranger, 500 ether)));
        passNarrowly(proposal);
        execute(proposal);
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.approve, (deployer, 250 ether))),
            address(_token),
            500 ether,
            250 ether,
            500 ether
        );
    }

    /// @dev Nor is a transfer hidden by another contract making it, within the same operation.
    function test_cap_countsWhatAnotherContractFetches() public {
        SpenderDouble spender = new SpenderDouble();
        _refusesNarrowly(_allowAndFetch(spender, 100 ether + 1), address(_token), 0, 100 ether + 1, 100 ether);
        Proposal memory proposal = _allowAndFetch(spender, 100 ether);
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(_token.balanceOf(address(spender)), 100 ether);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    function test_cap_countsEveryWayToAllow() public {
        GenerousTokenDouble token = new GenerousTokenDouble();
        token.mint(address(timelock), 1_000);
        address spender = address(new SpenderDouble());
        for (uint256 way = 0; way < 5; ++way) {
            _refusesNarrowly(plan1(address(token), _allow(way, spender, 101), _next()), address(token), 0, 101, 100);
            uint256 before = vm.snapshotState();
            Proposal memory proposal = plan1(address(token), _allow(way, spender, 100), _next());
            passNarrowly(proposal);
            execute(proposal);
            vm.assertEq(timelock.spentLately(address(token)), 100);
            vm.revertToState(before);
        }
    }

    /// @dev Its selector alone is calldata enough to measure what it does.
    function test_cap_countsWhatFourBytesDo() public {
        GenerousTokenDouble token = new GenerousTokenDouble();
        token.mint(address(timelock), 1_000);
        _refusesNarrowly(
            plan1(address(token), abi.encodeCall(token.giveUp, ()), _next()),
            address(token),
            0,
            1_000,
            100
        );
    }

    function test_cap_leavesCalldataWithoutASelectorAlone() public {
        SinkDouble sink = new SinkDouble();
        Proposal memory proposal = plan1(address(sink), hex"a22cb4", _next());
        proposal.values[0] = 100 ether;
        proposal.id = idOf(proposal);
        passNarrowly(proposal);
        // Not even asked what there is of it.
        vm.expectCall(address(sink), abi.encodeCall(IERC20.balanceOf, (address(timelock))), 0);
        execute(proposal);
        vm.assertEq(sink.calls(), 1);
        vm.assertEq(timelock.spentLately(address(0)), 100 ether);
    }

    /// @dev Sums that would be too large for a word are as large as a word can be.
    function test_cap_holdsForTheLargestNumbers() public {
        Proposal memory first = _transfer(1 ether);
        passNarrowly(first);
        execute(first);
        uint256 most = 100 ether;
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.approve, (stranger, type(uint256).max))),
            address(_token),
            1 ether,
            type(uint256).max,
            most
        );
        _refusesNarrowly(
            _two(
                address(_token),
                abi.encodeCall(IERC20.approve, (stranger, type(uint256).max)),
                address(_token),
                abi.encodeCall(IERC20.approve, (deployer, 1))
            ),
            address(_token),
            1 ether,
            type(uint256).max,
            most
        );
    }

    function test_cap_holdsWhereThereIsAllThatCanBe() public {
        SilentTokenDouble token = new SilentTokenDouble();
        token.mint(address(timelock), type(uint256).max);
        Proposal memory first = plan1(address(token), abi.encodeCall(token.transfer, (stranger, 7)), _next());
        passNarrowly(first);
        execute(first);
        token.mint(address(timelock), 7);
        uint256 most = type(uint256).max / 10;
        _refusesNarrowly(
            plan1(address(token), abi.encodeCall(token.transfer, (deployer, most)), _next()),
            address(token),
            7,
            most,
            most
        );
        // Within the cap, but more than can be kept account of.
        Proposal memory huge = plan1(
            address(token),
            abi.encodeCall(token.transfer, (deployer, uint256(1) << 208)),
            _next()
        );
        passNarrowly(huge);
        vm.expectRevert(
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 208, (uint256(1) << 208) + 7)
        );
        execute(huge);
    }

    function test_spentLately_isNothingWhereTheChainIsYoungerThanThePeriod() public {
        vm.warp(CAP_PERIOD - 1);
        vm.assertEq(timelock.spentLately(address(0)), 0);
    }

    /// @dev Nothing is measured then, so there is nothing that it could be held against later.
    function test_cap_ofEverythingIsNone() public {
        Proposal memory none = _cap(10_000, CAP_PERIOD);
        pass(none);
        execute(none);
        BasketDouble basket = new BasketDouble();
        basket.mint(address(timelock), 7, 5);
        Proposal memory proposal = _two(
            address(_token),
            abi.encodeCall(IERC20.approve, (stranger, type(uint256).max)),
            address(basket),
            abi.encodeCall(IERC1155.safeTransferFrom, (address(timelock), ada, 7, 5, ""))
        );
        passNarrowly(proposal);
        vm.recordLogs();
        execute(proposal);
        _assertNothingSpent(vm.getRecordedLogs());
        vm.assertEq(_token.allowance(address(timelock), stranger), type(uint256).max);
        vm.assertEq(basket.balanceOf(ada, 7), 5);
        Proposal memory again = _cap(CAP_BPS, CAP_PERIOD);
        passNarrowly(again);
        execute(again);
        vm.assertEq(timelock.spentLately(address(_token)), 0);
        Proposal memory next = _transfer(100 ether);
        passNarrowly(next);
        execute(next);
        vm.assertEq(timelock.spentLately(address(_token)), 100 ether);
    }

    // tokens that are odd

    function test_oddToken_withoutAnAnswerIsCountedLikeAnyOther() public {
        SilentTokenDouble token = new SilentTokenDouble();
        token.mint(address(timelock), 1_000);
        Proposal memory proposal = _two(
            address(token),
            abi.encodeCall(token.transfer, (stranger, 60)),
            address(token),
            abi.encodeCall(token.approve, (stranger, 40))
        );
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(token.balanceOf(stranger), 60);
        vm.assertEq(token.allowance(address(timelock), stranger), 40);
        vm.assertEq(timelock.spentLately(address(token)), 100);
    }

    /// @dev Calldata cut short would be an allowance all the same, and one that nobody compared.
    function test_oddToken_thatReadsWhatIsMissingAsZeroIsNotFooled() public {
        OldTokenDouble token = new OldTokenDouble();
        token.mint(address(timelock), 1_000);
        bytes memory data = abi.encodeCall(IERC20.approve, (stranger, 100));
        Proposal memory whole = plan1(address(token), data, _next());
        passNarrowly(whole);
        execute(whole);
        vm.assertEq(timelock.spentLately(address(token)), 100);
        // 0x300, of which the last byte is missing; then nothing but the spender; then nothing at all.
        data = abi.encodeCall(IERC20.approve, (stranger, 0x300));
        uint256[3] memory lengths = [uint256(0x43), 0x24, 0x04];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 length = lengths[i];
            assembly ("memory-safe") {
                mstore(data, length)
            }
            _refusesUncountable(address(token), data);
        }
        vm.assertEq(token.allowance(address(timelock), stranger), 100);
    }

    function test_oddToken_thatTakesATollIsCountedWithIt() public {
        TollTokenDouble token = new TollTokenDouble();
        token.mint(address(timelock), 1_000);
        _refusesNarrowly(
            plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 100)), _next()),
            address(token),
            0,
            101,
            100
        );
        Proposal memory proposal = plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 99)), _next());
        passNarrowly(proposal);
        execute(proposal);
        vm.assertEq(timelock.spentLately(address(token)), 99);
    }

    function test_oddToken_thatRefusesQuietlyLetsNothingGo() public {
        RefusingTokenDouble token = new RefusingTokenDouble();
        token.mint(address(timelock), 1_000);
        Proposal memory proposal = plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 1_000)), _next());
        passNarrowly(proposal);
        vm.recordLogs();
        execute(proposal);
        _assertNothingSpent(vm.getRecordedLogs());
        vm.assertEq(token.balanceOf(address(timelock)), 1_000);
        vm.assertEq(timelock.spentLately(address(token)), 0);
    }

    /// @dev It carries a second operation out in the middle of the first: both count.
    function test_oddToken_thatReentersIsCountedInside() public {
        ReentrantTokenDouble token = new ReentrantTokenDouble();
        token.mint(address(timelock), 1_000);
        Proposal memory inner = plan1(address(token), abi.encodeCall(IERC20.transfer, (deployer, 90)), _next());
        passNarrowly(inner);
        Proposal memory outer = plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 100)), _next());
        passNarrowly(outer);
        token.callBack(address(governor), _execution(inner));
        _expectExceeded(address(token), 90, 190, 109);
        execute(outer);
        vm.assertEq(token.balanceOf(address(timelock)), 1_000);
        token.callBack(address(0), "");
        execute(inner);
        vm.assertEq(timelock.spentLately(address(token)), 90);
    }

    /// @dev A token that has an answer before and none afterwards might have let everything go.
    function test_oddToken_thatFallsSilentIsTakenToHaveLostEverything() public {
        MoodyTokenDouble token = new MoodyTokenDouble();
        token.mint(address(timelock), 1_000);
        for (uint8 mood = 1; mood < 4; ++mood) {
            _refusesNarrowly(
                plan1(address(token), abi.encodeCall(token.behave, (MoodyTokenDouble.Mood(mood))), _next()),
                address(token),
                0,
                1_000,
                100
            );
        }
    }

    function test_oddToken_withoutABalanceLetsNothingGo() public {
        MoodyTokenDouble token = new MoodyTokenDouble();
        token.mint(address(timelock), 1_000);
        for (uint8 mood = 1; mood < 4; ++mood) {
            token.behave(MoodyTokenDouble.Mood(mood));
            Proposal memory proposal = plan1(address(token), abi.encodeCall(IERC20.transfer, (stranger, 200)), _next());
            passNarrowly(proposal);
            // Nor does it cost more than its answer may: not all there is.
            (bool done, ) = address(governor).call{gas: 1_500_000}(_execution(proposal));
            vm.assertTrue(done);
            vm.assertEq(timelock.spentLately(address(token)), 0);
        }
    }

    function test_oddToken_whoseAllowanceHasNoNumberTakesASuperMajority() public {
        MoodyTokenDouble token = new MoodyTokenDouble();
        for (uint8 mood = 1; mood < 4; ++mood) {
            token.behave(MoodyTokenDouble.Mood(mood));
            _refusesUncountable(address(token), abi.encodeCall(IERC20.approve, (stranger, mood)));
        }
    }

    // what has no number

    function test_uncountable_takesASuperMajority() public {
        BasketDouble basket = new BasketDouble();
        basket.mint(address(timelock), 7, 5);
        ArtefactDouble artefact = new ArtefactDouble();
        artefact.mint(address(timelock), 1);
        artefact.mint(address(timelock), 2);
        bytes memory single = abi.encodeCall(IERC1155.safeTransferFrom, (address(timelock), ada, 7, 1, ""));
        _refusesUncountable(address(basket), single);
        _refusesUncountable(
            address(basket),
            abi.encodeCall(
                IERC1155.safeBatchTransferFrom,
                (address(timelock), ada, new uint256[](0), new uint256[](0), "")
            )
        );
        _refusesUncountable(address(basket), abi.encodeCall(IERC1155.setApprovalForAll, (stranger, true)));
        _refusesUncountable(address(artefact), abi.encodeCall(IERC721.setApprovalForAll, (stranger, true)));
        _refusesUncountable(address(artefact), abi.encodeCall(IERC721.approve, (stranger, 1)));
        // ERC-6909's transfer, approve and setOperator; ERC-777's authorizeOperator.
        _refusesUncountable(address(_token), abi.encodeWithSelector(0x095bcdb6, stranger, 1, 1));
        _refusesUncountable(address(_token), abi.encodeWithSelector(0x426a8493, stranger, 1, 1));
        _refusesUncountable(address(_token), abi.encodeWithSelector(0x558a7297, stranger, true));
        _refusesUncountable(address(_token), abi.encodeWithSelector(0x959b8c3f, stranger));

        Proposal memory broad = plan1(address(basket), single, "All of us");
        pass(broad);
        execute(broad);
        vm.assertEq(basket.balanceOf(ada, 7), 1);
    }

    function test_uncountable_letsAnApprovalForEverythingBeTakenBack() public {
        ArtefactDouble artefact = new ArtefactDouble();
        Proposal memory proposal = plan1(
            address(artefact),
            abi.encodeCall(IERC721.setApprovalForAll, (stranger, false)),
            "Take it back"
        );
        passNarrowly(proposal);
        execute(proposal);
    }

    function test_cap_countsTheTokensOfAnERC721ByTheirNumber() public {
        ArtefactDouble artefact = new ArtefactDouble();
        for (uint256 i = 0; i < 10; ++i) artefact.mint(address(timelock), i);
        Proposal memory one = plan1(
            address(artefact),
            abi.encodeCall(IERC721.transferFrom, (address(timelock), stranger, 3)),
            "One of ten"
        );
        passNarrowly(one);
        execute(one);
        vm.assertEq(artefact.ownerOf(3), stranger);
        Proposal memory another = plan1(
            address(artefact),
            abi.encodeCall(IERC721.transferFrom, (address(timelock), stranger, 4)),
            "Another"
        );
        _refusesNarrowly(another, address(artefact), 1, 1, 1);
    }

    function test_uncountable_isEachCallThatHasNoNumber() public {
        ShelfDouble shelf = new ShelfDouble();
        shelf.mint(address(timelock), 7, 5);
        _refusesUncountable(address(shelf), abi.encodeCall(IERC6909.transfer, (stranger, 7, 1)));
        // Whoever owns them needs no allowance to send them this way either.
        _refusesUncountable(address(shelf), abi.encodeCall(IERC6909.transferFrom, (address(timelock), stranger, 7, 1)));
        _refusesUncountable(address(shelf), abi.encodeCall(IERC6909.approve, (stranger, 7, 1)));
        _refusesUncountable(address(shelf), abi.encodeCall(IERC6909.setOperator, (stranger, true)));
        _refusesUncountable(address(shelf), abi.encodeCall(IERC777.authorizeOperator, (stranger)));
        vm.assertEq(shelf.balanceOf(address(timelock), 7), 5);

        Proposal memory broad = plan1(
            address(shelf),
            abi.encodeCall(IERC6909.transfer, (stranger, 7, 2)),
            "All of us, from the shelf"
        );
        pass(broad);
        execute(broad);
        vm.assertEq(shelf.balanceOf(stranger, 7), 2);
    }

    /// @dev Taking back is what the whole word says, and nothing shorter.
    function test_uncountable_letsAnOperatorBeTakenBack() public {
        ShelfDouble shelf = new ShelfDouble();
        Proposal memory proposal = plan1(
            address(shelf),
            abi.encodeCall(IERC6909.setOperator, (stranger, false)),
            _next()
        );
        passNarrowly(proposal);
        execute(proposal);
        bytes4[2] memory selectors = [IERC721.setApprovalForAll.selector, IERC6909.setOperator.selector];
        SinkDouble sink = new SinkDouble();
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory data = abi.encodePacked(selectors[i], abi.encode(stranger, false));
            assembly ("memory-safe") {
                mstore(data, 0x43)
            }
            _refusesUncountable(address(sink), data);
            _refusesUncountable(address(sink), abi.encodePacked(selectors[i]));
            // One byte more than needed is still what it says.
            proposal = plan1(
                address(sink),
                abi.encodePacked(selectors[i], abi.encode(stranger, false), hex"01"),
                _next()
            );
            passNarrowly(proposal);
            execute(proposal);
        }
    }

    function test_uncountable_isNothingOfWhatAsksOrTakesBack() public {
        ArtefactDouble artefact = new ArtefactDouble();
        artefact.mint(address(timelock), 1);
        Proposal memory give = plan1(address(artefact), abi.encodeCall(IERC721.approve, (stranger, 1)), "Lend it");
        pass(give);
        execute(give);
        Proposal memory take = plan1(
            address(artefact),
            abi.encodeCall(IERC721.approve, (address(0), 1)),
            "Take it back"
        );
        passNarrowly(take);
        execute(take);
        vm.assertEq(artefact.getApproved(1), address(0));
    }

    /// @dev Whichever way an ERC-721 token is sent, its number tells.
    function test_cap_countsEveryWayToSendAnERC721() public {
        ArtefactDouble artefact = new ArtefactDouble();
        for (uint256 i = 0; i < 9; ++i) artefact.mint(address(timelock), i);
        address to = stranger;
        bytes[3] memory ways = [
            abi.encodeCall(IERC721.transferFrom, (address(timelock), to, 1)),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", address(timelock), to, 2),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", address(timelock), to, 3, "")
        ];
        for (uint256 i = 0; i < 3; ++i) {
            // Of nine tokens, a tenth is none.
            _refusesNarrowly(plan1(address(artefact), ways[i], _next()), address(artefact), 0, 1, 0);
        }
    }

    // super-majority, as the timelock knows it

    function test_superMajority_isSaidOfTheOperationThatRuns() public {
        PayeeDouble payee = new PayeeDouble();
        payee.ask(address(timelock), abi.encodeCall(timelock.bySuperMajority, ()));
        Proposal memory broad = _calling(payee);
        pass(broad);
        vm.assertFalse(timelock.bySuperMajority());
        execute(broad);
        vm.assertEq(payee.before(), abi.encode(true));
        vm.assertFalse(timelock.bySuperMajority());
        Proposal memory narrow = _calling(payee);
        passNarrowly(narrow);
        execute(narrow);
        vm.assertEq(payee.before(), abi.encode(false));
    }

    function test_superMajority_isNotSaidOfAnOperationWithin() public {
        PayeeDouble inside = new PayeeDouble();
        inside.ask(address(timelock), abi.encodeCall(timelock.bySuperMajority, ()));
        Proposal memory inner = _calling(inside);
        passNarrowly(inner);
        PayeeDouble outside = new PayeeDouble();
        outside.ask(address(timelock), abi.encodeCall(timelock.bySuperMajority, ()));
        outside.callBack(address(governor), _execution(inner));
        Proposal memory outer = _calling(outside);
        pass(outer);
        execute(outer);
        vm.assertTrue(outside.done());
        vm.assertEq(outside.before(), abi.encode(true));
        vm.assertEq(inside.before(), abi.encode(false));
        // And holds for what is left of the one around it.
        vm.assertEq(outside.afterwards(), abi.encode(true));
        vm.assertFalse(timelock.bySuperMajority());
    }

    function test_superMajority_ofAnOperationWithinIsNotSaidOfTheOneAround() public {
        PayeeDouble inside = new PayeeDouble();
        inside.ask(address(timelock), abi.encodeCall(timelock.bySuperMajority, ()));
        Proposal memory inner = _calling(inside);
        pass(inner);
        PayeeDouble outside = new PayeeDouble();
        outside.ask(address(timelock), abi.encodeCall(timelock.bySuperMajority, ()));
        outside.callBack(address(governor), _execution(inner));
        Proposal memory outer = _calling(outside);
        passNarrowly(outer);
        execute(outer);
        vm.assertTrue(outside.done());
        vm.assertEq(outside.before(), abi.encode(false));
        vm.assertEq(inside.before(), abi.encode(true));
        vm.assertEq(outside.afterwards(), abi.encode(false));
    }

    function test_cap_holdsForAnOperationWithinASuperMajoritys() public {
        Proposal memory inner = _transfer(100 ether + 1);
        passNarrowly(inner);
        PayeeDouble payee = new PayeeDouble();
        payee.callBack(address(governor), _execution(inner));
        Proposal memory outer = _calling(payee);
        pass(outer);
        execute(outer);
        vm.assertFalse(payee.done());
        vm.assertEq(
            payee.reason(),
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_CapExceeded.selector,
                address(_token),
                0,
                100 ether + 1,
                100 ether
            )
        );
    }

    /// @dev What is announced is used up by one operation, done by whoever may carry out operations directly.
    function test_announceSuperMajority_holdsForOneOperation() public {
        address[] memory targets = new address[](1);
        targets[0] = address(_token);
        bytes[] memory payloads = new bytes[](1);
        payloads[0] = abi.encodeCall(IERC20.transfer, (stranger, 200 ether));
        vm.startPrank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "first", TIMELOCK_DELAY);
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "second", TIMELOCK_DELAY);
        skip(TIMELOCK_DELAY);
        _expectExceeded(address(_token), 0, 200 ether, 100 ether);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "first");
        timelock.announceSuperMajority();
        vm.assertFalse(timelock.bySuperMajority(), "announced, not yet carried out");
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "first");
        _expectExceeded(address(_token), 0, 200 ether, 80 ether);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "second");
        vm.stopPrank();
    }

    // setTreasuryCap

    function test_setTreasuryCap_isForTheTimelockAlone() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, ada));
        timelock.setTreasuryCap(ICommunityTimelock.TreasuryCap(0, 365 days));
    }

    function test_setTreasuryCap_tightensByOrdinaryMajority() public {
        Proposal memory proposal = _cap(CAP_BPS - 1, CAP_PERIOD + 1);
        passNarrowly(proposal);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TreasuryCapSet(CAP_BPS - 1, CAP_PERIOD + 1);
        execute(proposal);
        vm.assertEq(timelock.treasuryCap().capBps, CAP_BPS - 1);
        vm.assertEq(timelock.treasuryCap().period, CAP_PERIOD + 1);
        // As it is: neither.
        proposal = _cap(CAP_BPS - 1, CAP_PERIOD + 1);
        passNarrowly(proposal);
        execute(proposal);
    }

    function test_setTreasuryCap_loosensBySuperMajority() public {
        Proposal memory more = _cap(CAP_BPS + 1, CAP_PERIOD);
        passNarrowly(more);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(more);
        Proposal memory sooner = _cap(CAP_BPS, CAP_PERIOD - 1);
        passNarrowly(sooner);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(sooner);
        Proposal memory none = _cap(10_000, CAP_PERIOD);
        pass(none);
        execute(none);
        // Where there is none, setting one takes an ordinary majority, whatever its period.
        Proposal memory again = _cap(9_999, 1 days);
        passNarrowly(again);
        execute(again);
        vm.assertEq(timelock.treasuryCap().period, 1 days);
    }

    function test_setTreasuryCap_staysWithinItsBounds() public {
        _refusesCap(10_001, 30 days);
        _refusesCap(100, 1 days - 1);
        _refusesCap(100, 365 days + 1);
        Proposal memory proposal = _cap(0, 365 days);
        passNarrowly(proposal);
        execute(proposal);
        _refusesNarrowly(_payment(1), address(0), 0, 1, 0);
    }

    // attacks

    function test_attack_Compound289_treasuryDrain() public {
        _refusesNarrowly(_payment(1_000 ether), address(0), 0, 1_000 ether, 100 ether);
        // Nor in small pieces.
        for (uint256 i = 0; i < 2; ++i) {
            Proposal memory piece = _payment(50 ether);
            passNarrowly(piece);
            execute(piece);
        }
        _refusesNarrowly(_payment(50 ether), address(0), 100 ether, 50 ether, 100 ether);
    }

    /// @dev Loosening the cap and spending in one proposal is not a way around it.
    function test_attack_loosenAndDrainInOneProposal() public {
        Proposal memory proposal = _two(
            address(timelock),
            abi.encodeCall(timelock.setTreasuryCap, (ICommunityTimelock.TreasuryCap(10_000, 1 days))),
            address(_token),
            abi.encodeCall(IERC20.transfer, (stranger, 1_000 ether))
        );
        passNarrowly(proposal);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(proposal);
    }

    function _expectExceeded(address token, uint256 spent, uint256 amount, uint256 most) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_CapExceeded.selector,
                token,
                spent,
                amount,
                most
            )
        );
    }

    function _assertNothingSpent(Vm.Log[] memory logs) private pure {
        for (uint256 i = 0; i < logs.length; ++i) {
            vm.assertNotEq(logs[i].topics[0], ICommunityTimelock.TreasurySpent.selector);
        }
    }

    function _execution(Proposal memory proposal) private view returns (bytes memory) {
        return
            abi.encodeCall(
                governor.execute,
                (proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)))
            );
    }

    function _executeWith(Proposal memory proposal, uint256 value) private {
        governor.execute{value: value}(
            proposal.targets,
            proposal.values,
            proposal.calldatas,
            keccak256(bytes(proposal.description))
        );
    }

    function _allow(uint256 way, address spender, uint256 amount) private pure returns (bytes memory) {
        if (way == 0) return abi.encodeCall(IERC20.approve, (spender, amount));
        if (way == 1) return abi.encodeCall(GenerousTokenDouble.increaseAllowance, (spender, amount));
        if (way == 2) return abi.encodeWithSignature("approveAndCall(address,uint256)", spender, amount);
        if (way == 3) return abi.encodeWithSignature("approveAndCall(address,uint256,bytes)", spender, amount, "");
        return abi.encodeWithSignature("temporaryApprove(address,uint256)", spender, amount);
    }

    function _allowAndFetch(SpenderDouble spender, uint256 amount) private returns (Proposal memory) {
        return
            _two(
                address(_token),
                abi.encodeCall(IERC20.approve, (address(spender), amount)),
                address(spender),
                abi.encodeCall(spender.pull, (_token, address(timelock), amount))
            );
    }

    function _calling(PayeeDouble payee) private returns (Proposal memory) {
        return plan1(address(payee), abi.encodeCall(payee.act, ()), _next());
    }

    function _refusesCap(uint16 capBps, uint32 period) private {
        Proposal memory proposal = _cap(capBps, period);
        pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_InvalidCap.selector, capBps, period)
        );
        execute(proposal);
    }

    function _refusesNarrowly(
        Proposal memory proposal,
        address token,
        uint256 spent,
        uint256 amount,
        uint256 most
    ) private {
        passNarrowly(proposal);
        _expectExceeded(token, spent, amount, most);
        execute(proposal);
    }

    function _refusesUncountable(address target, bytes memory data) private {
        Proposal memory proposal = plan1(target, data, _next());
        passNarrowly(proposal);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(proposal);
    }

    function _cap(uint16 capBps, uint32 period) private returns (Proposal memory) {
        return
            plan1(
                address(timelock),
                abi.encodeCall(timelock.setTreasuryCap, (ICommunityTimelock.TreasuryCap(capBps, period))),
                _next()
            );
    }

    function _call(bytes memory data) private returns (Proposal memory) {
        return plan1(address(_token), data, _next());
    }

    function _transfer(uint256 amount) private returns (Proposal memory) {
        return _call(abi.encodeCall(IERC20.transfer, (stranger, amount)));
    }

    function _payment(uint256 amount) private returns (Proposal memory proposal) {
        proposal = plan1(stranger, "", _next());
        proposal.values[0] = amount;
        proposal.id = idOf(proposal);
    }

    function _two(
        address first,
        bytes memory firstData,
        address second,
        bytes memory secondData
    ) private returns (Proposal memory proposal) {
        proposal.targets = new address[](2);
        proposal.values = new uint256[](2);
        proposal.calldatas = new bytes[](2);
        (proposal.targets[0], proposal.targets[1]) = (first, second);
        (proposal.calldatas[0], proposal.calldatas[1]) = (firstData, secondData);
        proposal.description = _next();
        proposal.id = idOf(proposal);
    }

    function _next() private returns (string memory) {
        return vm.toString(++_number);
    }
}

/// @dev Carries out two proposals in one transaction.
contract Executor {
    function executeBoth(address governor, bytes calldata first, bytes calldata second) external {
        _call(governor, first);
        _call(governor, second);
    }

    function _call(address target, bytes calldata data) private {
        (bool done, bytes memory reason) = target.call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}
