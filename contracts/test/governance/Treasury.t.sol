// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC1155} from "@openzeppelin/contracts/interfaces/IERC1155.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
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
        _refusesNarrowly(
            _call(abi.encodeCall(IERC20.approve, (deployer, 10 ether + 1))),
            address(_token),
            100 ether,
            10 ether + 1,
            110 ether
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

    // setTreasuryCap

    function test_setTreasuryCap_isForTheTimelockAlone() public {
        vm.prank(ada);
        vm.expectPartialRevert(bytes4(keccak256("TimelockUnauthorizedCaller(address)")));
        timelock.setTreasuryCap(ICommunityTimelock.TreasuryCap(0, 1 days));
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

    function test_attack_compound289_treasuryDrainByANarrowMajority() public {
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
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_CapExceeded.selector,
                token,
                spent,
                amount,
                most
            )
        );
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
