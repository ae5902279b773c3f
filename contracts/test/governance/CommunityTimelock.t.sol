// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/interfaces/IERC1155Receiver.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {PayeeDouble, SinkDouble} from "../doubles/PayeeDoubles.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
import {Vm} from "../Vm.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev What the members read before they voted, and what somebody puts in its place.
contract PublishedDouble {
    uint256 public paid;

    function act() external {
        ++paid;
    }
}

contract SwitchedDouble {
    uint256 public paid;

    function act() external {
        paid = type(uint256).max;
    }
}

/// @dev An executor of the timelock that tries, while one of its operations runs, to have more done than was scheduled.
contract HostileExecutor {
    CommunityTimelock private immutable _timelock;

    address[] private _targets;

    bytes[] private _payloads;

    bytes32 private _salt;

    constructor(CommunityTimelock timelock) {
        _timelock = timelock;
    }

    function remember(address[] memory targets, bytes[] memory payloads, bytes32 salt) external {
        (_targets, _payloads, _salt) = (targets, payloads, salt);
    }

    function run() public payable {
        _timelock.executeBatch(_targets, new uint256[](_targets.length), _payloads, 0, _salt);
    }

    /// @dev The last call of the operation: the proposer that it has just become schedules what already runs.
    function scheduleItself() external {
        _timelock.scheduleBatch(_targets, new uint256[](_targets.length), _payloads, 0, _salt, 0);
    }
}

contract CommunityTimelockTest is CommunityFixture {
    // initialize

    function test_initialize_handsTheTimelockToItsGovernorAndCouncil() public {
        CommunityTimelock made = _fresh();
        vm.expectEmit(address(made));
        emit IAccessControl.RoleGranted(timelock.DEFAULT_ADMIN_ROLE(), address(made), address(this));
        vm.expectEmit(address(made));
        emit IAccessControl.RoleGranted(timelock.CANCELLER_ROLE(), cleo, address(this));
        vm.expectEmit(address(made));
        emit ICommunityTimelock.TreasuryCapSet(123, 4 days);
        made.initialize(2 days, ben, cleo, ICommunityTimelock.TreasuryCap(123, 4 days));

        vm.assertEq(made.getMinDelay(), 2 days);
        vm.assertEq(made.minDelayFloor(), 1 hours);
        vm.assertEq(made.treasuryCap().capBps, 123);
        vm.assertEq(made.treasuryCap().period, 4 days);
        vm.assertTrue(made.isOperatedBy(ben));
        bytes32[4] memory roles = _roles();
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(made.hasRole(roles[i], address(made)), i == 0);
            vm.assertEq(made.hasRole(roles[i], ben), i != 0);
            vm.assertEq(made.hasRole(roles[i], cleo), i == 3);
            vm.assertFalse(made.hasRole(roles[i], address(this)));
            vm.assertFalse(made.hasRole(roles[i], address(0)));
            vm.assertEq(made.getRoleAdmin(roles[i]), roles[0]);
        }
    }

    function test_initialize_worksWithoutACouncil() public {
        CommunityTimelock made = _fresh();
        made.initialize(1 hours, ben, address(0), treasuryCap());
        bytes32 canceller = timelock.CANCELLER_ROLE();
        vm.assertFalse(made.hasRole(canceller, address(0)));
        // The Governor is the only one who may cancel.
        vm.prank(ben);
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, canceller));
        made.renounceRole(canceller, ben);
    }

    function test_initialize_staysWithinItsBounds() public {
        uint256[2] memory delays = [uint256(1 hours - 1), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            CommunityTimelock refused = _fresh();
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                    delays[i],
                    1 hours,
                    30 days
                )
            );
            refused.initialize(delays[i], ben, cleo, treasuryCap());
        }
        _fresh().initialize(1 hours, ben, cleo, ICommunityTimelock.TreasuryCap(0, 1 days));
        _fresh().initialize(30 days, ben, cleo, ICommunityTimelock.TreasuryCap(10_000, 365 days));
        _refusesCap(10_001, 1 days);
        _refusesCap(0, 1 days - 1);
        _refusesCap(0, 365 days + 1);
        vm.assertEq(timelock.MAX_DELAY(), 30 days);
    }

    function test_initialize_revertsASecondTime() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        timelock.initialize(1 days, stranger, stranger, treasuryCap());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        timelock.initialize(1 days, new address[](0), new address[](0), stranger);
    }

    function test_initialize_revertsOnTheImplementation() public {
        (, , address implementation, ) = factory.implementations();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CommunityTimelock(payable(implementation)).initialize(1 days, stranger, stranger, treasuryCap());
    }

    function test_initialize_keepsOpenZeppelinsWayInShutOnAFreshClone() public {
        (, , address implementation, ) = factory.implementations();
        address clone = Clones.cloneWithImmutableArgs(implementation, abi.encode(1 hours));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CommunityTimelock(payable(clone)).initialize(0, new address[](0), new address[](0), stranger);
        CommunityTimelock(payable(clone)).initialize(1 hours, stranger, stranger, treasuryCap());
    }

    // updateDelay

    function test_updateDelay_revertsForAnyoneElse() public {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, ada));
        timelock.updateDelay(2 days);
    }

    function testFuzz_updateDelay_staysWithinItsBounds(uint256 delay) public {
        delay = bound(delay, 0, 60 days);
        vm.prank(address(timelock));
        if (delay < 1 hours || delay > 30 days) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                    delay,
                    1 hours,
                    30 days
                )
            );
            timelock.updateDelay(delay);
        } else {
            timelock.updateDelay(delay);
            vm.assertEq(timelock.getMinDelay(), delay);
        }
    }

    function test_updateDelay_takesFloorAndCeiling() public {
        vm.startPrank(address(timelock));
        vm.expectEmit(address(timelock));
        emit TimelockControllerUpgradeable.MinDelayChange(TIMELOCK_DELAY, 1 hours);
        timelock.updateDelay(1 hours);
        timelock.updateDelay(30 days);
        vm.assertEq(timelock.getMinDelay(), 30 days);
        _expectOutOfBounds(1 hours - 1);
        timelock.updateDelay(1 hours - 1);
        _expectOutOfBounds(30 days + 1);
        timelock.updateDelay(30 days + 1);
        vm.stopPrank();
    }

    function test_updateDelay_holdsForWhatIsQueuedFromNowOn() public {
        decide(address(timelock), abi.encodeCall(timelock.updateDelay, (2 days)), "More time to leave");
        Proposal memory next = anything("After that");
        propose(ada, next);
        toVoting(next.id);
        vote(ada, next.id, FOR);
        vote(ben, next.id, FOR);
        toEnd(next.id);
        queue(next);
        vm.assertEq(governor.proposalEta(next.id), vm.getBlockTimestamp() + 2 days);
    }

    // roles

    function test_roles_areGivenAndTakenByTheTimelockAlone() public {
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        bytes32 proposer = timelock.PROPOSER_ROLE();
        address[3] memory callers = [stranger, ada, address(governor)];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector,
                callers[i],
                admin
            );
            vm.startPrank(callers[i]);
            vm.expectRevert(refusal);
            timelock.grantRole(proposer, callers[i]);
            vm.expectRevert(refusal);
            timelock.revokeRole(proposer, address(governor));
            vm.stopPrank();
        }
    }

    function test_grantRole_revertsForAForeignAdmin() public {
        Proposal memory proposal = plan1(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.DEFAULT_ADMIN_ROLE(), ada)),
            "A key for Ada"
        );
        pass(proposal);
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_ForeignAdmin.selector, ada));
        execute(proposal);
    }

    function test_roles_areGivenAndTakenByASuperMajority() public {
        Proposal memory give = plan1(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (timelock.CANCELLER_ROLE(), stranger)),
            "Let a stranger stop us"
        );
        passNarrowly(give);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(give);
        Proposal memory take = plan1(
            address(timelock),
            abi.encodeCall(timelock.revokeRole, (timelock.CANCELLER_ROLE(), address(council))),
            "The elders stop nothing any more"
        );
        passNarrowly(take);
        vm.expectRevert(ICommunityTimelock.CommunityTimelock_SuperMajorityNeeded.selector);
        execute(take);

        skip(governor.gracePeriod() + 1);
        give.description = "Let a stranger stop us, and now in earnest";
        give.id = idOf(give);
        pass(give);
        vm.expectEmit(address(timelock));
        emit IAccessControl.RoleGranted(timelock.CANCELLER_ROLE(), stranger, address(timelock));
        execute(give);
        vm.assertTrue(timelock.hasRole(timelock.CANCELLER_ROLE(), stranger));
        take.description = "The elders stop nothing any more, and now in earnest";
        take.id = idOf(take);
        pass(take);
        vm.expectEmit(address(timelock));
        emit IAccessControl.RoleRevoked(timelock.CANCELLER_ROLE(), address(council), address(timelock));
        execute(take);
        vm.assertFalse(timelock.hasRole(timelock.CANCELLER_ROLE(), address(council)));
    }

    function test_revokeRole_revertsForTheLastHolderOfAnyRole() public {
        bytes32[2] memory roles = [timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE()];
        for (uint256 i = 0; i < roles.length; ++i) {
            Proposal memory proposal = plan1(
                address(timelock),
                abi.encodeCall(timelock.revokeRole, (roles[i], address(governor))),
                "Never again"
            );
            pass(proposal);
            vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, roles[i]));
            execute(proposal);
        }
        bytes32 admin = timelock.DEFAULT_ADMIN_ROLE();
        vm.prank(address(timelock));
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, admin));
        timelock.renounceRole(admin, address(timelock));
        // Of two who may cancel, one can go and the other cannot.
        bytes32 canceller = timelock.CANCELLER_ROLE();
        vm.prank(address(council));
        timelock.renounceRole(canceller, address(council));
        vm.prank(address(governor));
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, canceller));
        timelock.renounceRole(canceller, address(governor));
    }

    function test_revokeRole_letsTheFormerHolderGoOnceThereIsAnother() public {
        bytes32 proposer = timelock.PROPOSER_ROLE();
        Proposal memory proposal;
        proposal.targets = new address[](4);
        proposal.values = new uint256[](4);
        proposal.calldatas = new bytes[](4);
        for (uint256 i = 0; i < 4; ++i) proposal.targets[i] = address(timelock);
        // Twice, which gives it once; and taken from somebody who never had it.
        proposal.calldatas[0] = abi.encodeCall(timelock.grantRole, (proposer, stranger));
        proposal.calldatas[1] = proposal.calldatas[0];
        proposal.calldatas[2] = abi.encodeCall(timelock.revokeRole, (proposer, ada));
        proposal.calldatas[3] = abi.encodeCall(timelock.revokeRole, (proposer, address(governor)));
        proposal.description = "Another hand";
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertFalse(timelock.hasRole(proposer, address(governor)));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, proposer));
        timelock.renounceRole(proposer, stranger);
    }

    /// @dev A second holder counts by being one, not by being named once more.
    function test_revokeRole_countsHoldersAndNotGifts() public {
        bytes32 canceller = timelock.CANCELLER_ROLE();
        vm.prank(address(council));
        timelock.renounceRole(canceller, address(council));
        // Given up once more, by one who has it no longer: nothing changes.
        vm.prank(address(council));
        timelock.renounceRole(canceller, address(council));
        vm.prank(address(governor));
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_LastHolder.selector, canceller));
        timelock.renounceRole(canceller, address(governor));
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
    }

    // isOperatedBy

    function test_isOperatedBy_takesEachOfTheThreeRoles() public {
        bytes32[4] memory roles = _roles();
        // The council may cancel; here it is given the other two, and loses one of the three in turn.
        _giveRole(roles[1], address(council));
        vm.assertFalse(timelock.isOperatedBy(address(council)));
        _giveRole(roles[2], address(council));
        vm.assertTrue(timelock.isOperatedBy(address(council)));
        for (uint256 i = 1; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            vm.prank(address(council));
            timelock.renounceRole(roles[i], address(council));
            vm.assertFalse(timelock.isOperatedBy(address(council)));
            vm.revertToState(before);
        }
        vm.assertTrue(timelock.isOperatedBy(address(governor)));
        vm.assertFalse(timelock.isOperatedBy(address(timelock)));
        vm.assertFalse(timelock.isOperatedBy(stranger));
    }

    // one way in

    function test_schedule_isRefusedToAll() public {
        address[3] memory callers = [stranger, address(governor), address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.startPrank(callers[i]);
            vm.expectRevert(ICommunityTimelock.CommunityTimelock_BatchOnly.selector);
            timelock.schedule(address(registry), 0, hex"12345678", 0, "salt", TIMELOCK_DELAY);
            vm.expectRevert(ICommunityTimelock.CommunityTimelock_BatchOnly.selector);
            timelock.execute(address(registry), 0, hex"12345678", 0, "salt");
            vm.stopPrank();
        }
    }

    // pins

    function test_pins_areTakenOnceAndSaidOnce() public {
        PublishedDouble target = new PublishedDouble();
        Proposal memory proposal = plan1(address(target), abi.encodeCall(target.act, ()), "Act");
        bytes32 operation = _operationOf(proposal);
        bytes32 pin = keccak256(abi.encodePacked(address(target).codehash));
        vm.assertEq(timelock.pinOf(operation), 0);
        vm.recordLogs();
        pass(proposal);
        execute(proposal);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 said;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ICommunityTimelock.TargetsPinned.selector) continue;
            ++said;
            vm.assertEq(logs[i].emitter, address(timelock));
            vm.assertEq(logs[i].topics[1], operation);
            vm.assertEq(logs[i].data, abi.encode(pin));
        }
        vm.assertEq(said, 1);
        vm.assertEq(timelock.pinOf(operation), pin);
        vm.assertEq(target.paid(), 1);
    }

    function test_pinTargets_tellsTheOperationAndPinsItOnce() public {
        PublishedDouble target = new PublishedDouble();
        (address[] memory targets, bytes[] memory payloads) = _batch(address(target), abi.encodeCall(target.act, ()));
        bytes32 pin = keccak256(abi.encodePacked(address(target).codehash));
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), payloads, "before", "salt");
        vm.startPrank(address(governor));
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TargetsPinned(operation, pin);
        vm.assertEq(timelock.pinTargets(targets, new uint256[](1), payloads, "before", "salt"), operation);
        // Again, with the same code: without effect.
        vm.assertEq(timelock.pinTargets(targets, new uint256[](1), payloads, "before", "salt"), operation);
        vm.assertEq(timelock.pinOf(operation), pin);
        vm.etch(address(target), type(SwitchedDouble).runtimeCode);
        _expectCodeChanged(operation, pin, address(target));
        timelock.pinTargets(targets, new uint256[](1), payloads, "before", "salt");
        vm.stopPrank();
    }

    /// @dev Each that is sent calldata, as often as it is; payments leave no trace.
    function test_pinTargets_namesEachTargetInItsOrder() public {
        PublishedDouble target = new PublishedDouble();
        address[] memory targets = new address[](4);
        bytes[] memory payloads = new bytes[](4);
        (targets[0], targets[1], targets[2], targets[3]) = (
            stranger,
            address(registry),
            address(target),
            address(target)
        );
        payloads[1] = hex"01";
        payloads[2] = abi.encodeCall(target.act, ());
        payloads[3] = abi.encodeCall(target.act, ());
        vm.startPrank(address(governor));
        bytes32 operation = timelock.pinTargets(targets, new uint256[](4), payloads, 0, "salt");
        vm.assertEq(
            timelock.pinOf(operation),
            keccak256(abi.encodePacked(address(registry).codehash, address(target).codehash, address(target).codehash))
        );
        bytes32 nothing = timelock.pinTargets(new address[](0), new uint256[](0), new bytes[](0), 0, "salt");
        vm.assertEq(timelock.pinOf(nothing), keccak256(""));
        vm.stopPrank();
    }

    function test_pins_refuseCalldataForWhereCodeMayComeLater() public {
        (address[] memory targets, bytes[] memory payloads) = _batch(stranger, hex"01");
        bytes memory refusal = abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_NoCode.selector, stranger);
        vm.startPrank(address(governor));
        vm.expectRevert(refusal);
        timelock.pinTargets(targets, new uint256[](1), payloads, 0, "salt");
        vm.expectRevert(refusal);
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "salt", TIMELOCK_DELAY);
        vm.stopPrank();
    }

    function test_pins_letAPayeeBecomeAContract() public {
        vm.deal(address(timelock), 10 ether);
        (Proposal memory proposal, ) = _payment(stranger, 1 ether, "Pay");
        pass(proposal);
        vm.etch(stranger, type(SinkDouble).runtimeCode);
        execute(proposal);
        vm.assertEq(stranger.balance, 1 ether);
    }

    function test_scheduleBatch_pinsWhatWasNotPinned() public {
        PublishedDouble target = new PublishedDouble();
        (address[] memory targets, bytes[] memory payloads) = _batch(address(target), abi.encodeCall(target.act, ()));
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), payloads, 0, "salt");
        bytes32 pin = keccak256(abi.encodePacked(address(target).codehash));
        vm.startPrank(address(governor));
        vm.expectEmit(address(timelock));
        emit TimelockControllerUpgradeable.CallScheduled(
            operation,
            0,
            address(target),
            0,
            payloads[0],
            0,
            TIMELOCK_DELAY
        );
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TargetsPinned(operation, pin);
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "salt", TIMELOCK_DELAY);
        skip(TIMELOCK_DELAY - 1);
        _expectNotReady(operation);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "salt");
        skip(1);
        vm.expectEmit(address(timelock));
        emit TimelockControllerUpgradeable.CallExecuted(operation, 0, address(target), 0, payloads[0]);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "salt");
        _expectNotReady(operation);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "salt");
        vm.stopPrank();
    }

    function test_scheduleBatch_isForProposersAlone() public {
        (address[] memory targets, bytes[] memory payloads) = _batch(address(registry), hex"01");
        bytes32 proposer = timelock.PROPOSER_ROLE();
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, stranger, proposer)
        );
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "salt", TIMELOCK_DELAY);
    }

    // attacks

    /// @dev The code that was voted on is destroyed, and other code put at its address, after the vote. Since Cancun that
    /// takes a delegation or a chain with other rules; the timelock does not ask which.
    function test_attack_TornadoCash_codeSwitch() public {
        PublishedDouble target = new PublishedDouble{salt: "published"}();
        Proposal memory proposal = plan1(address(target), abi.encodeCall(target.act, ()), "Harmless, as you can read");
        bytes32 operation = _operationOf(proposal);
        bytes32 pin = keccak256(abi.encodePacked(address(target).codehash));
        pass(proposal);
        bytes memory published = address(target).code;
        vm.etch(address(target), "");
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_NoCode.selector, address(target)));
        execute(proposal);
        vm.etch(address(target), type(SwitchedDouble).runtimeCode);
        _expectCodeChanged(operation, pin, address(target));
        execute(proposal);
        vm.assertEq(target.paid(), 0);
        // What was voted on still runs.
        vm.etch(address(target), published);
        execute(proposal);
        vm.assertEq(target.paid(), 1);
    }

    /// @dev Its other half: a vote on an address that is known and has no code yet.
    function test_attack_TornadoCash_codeThatComesLater() public {
        bytes32 hash = keccak256(
            abi.encodePacked(
                bytes1(0xff),
                address(this),
                bytes32("later"),
                keccak256(type(PublishedDouble).creationCode)
            )
        );
        address target = address(uint160(uint256(hash)));
        Proposal memory proposal = plan1(target, abi.encodeCall(PublishedDouble.act, ()), "You will see");
        vm.expectRevert(abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_NoCode.selector, target));
        propose(ada, proposal);
        vm.assertEq(address(new PublishedDouble{salt: "later"}()), target);
        propose(ada, proposal);
    }

    function test_attack_Audius_reinitialisation_ofEveryTimelock() public {
        (, , address implementation, ) = factory.implementations();
        address made = factory.deployTimelock(communityId, "next", ada, ben, treasuryCap(), TIMELOCK_DELAY);
        address[3] memory timelocks = [implementation, address(timelock), made];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CommunityTimelock(payable(timelocks[i])).initialize(1 days, stranger, stranger, treasuryCap());
            vm.expectRevert(Initializable.InvalidInitialization.selector);
            CommunityTimelock(payable(timelocks[i])).initialize(0, new address[](0), new address[](0), stranger);
        }
    }

    /// @dev Carried out again from inside, directly at the timelock: the operation is done once or not at all.
    function test_attack_reentrantExecutor_atTheTimelock() public {
        HostileExecutor executor = new HostileExecutor(timelock);
        bytes32[4] memory roles = _roles();
        _giveRole(roles[2], address(executor));
        PublishedDouble target = new PublishedDouble();
        address[] memory targets = new address[](2);
        bytes[] memory payloads = new bytes[](2);
        (targets[0], targets[1]) = (address(target), address(executor));
        payloads[0] = abi.encodeCall(target.act, ());
        payloads[1] = abi.encodeCall(executor.run, ());
        executor.remember(targets, payloads, "salt");
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](2), payloads, 0, "salt", TIMELOCK_DELAY);
        skip(TIMELOCK_DELAY);
        // The innermost is done; those around it find that and take everything back, as often as it is tried.
        vm.expectRevert();
        executor.run{gas: 3_000_000}();
        vm.assertEq(target.paid(), 0);
    }

    /// @dev Nor by a payee that is paid once and asks for the same operation again.
    function test_attack_reentrantExecutor_onceInside() public {
        HostileExecutor executor = new HostileExecutor(timelock);
        _giveRole(_roles()[2], address(executor));
        PayeeDouble payee = new PayeeDouble();
        payee.callBack(address(executor), abi.encodeCall(executor.run, ()));
        (address[] memory targets, bytes[] memory payloads) = _batch(address(payee), abi.encodeCall(payee.act, ()));
        executor.remember(targets, payloads, "salt");
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), payloads, 0, "salt");
        vm.prank(address(governor));
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "salt", TIMELOCK_DELAY);
        skip(TIMELOCK_DELAY);
        _expectNotReady(operation);
        executor.run();
        vm.assertFalse(timelock.isOperationDone(operation));
        // Where it does not ask again, it is done.
        payee.callBack(address(0), "");
        executor.run();
        vm.assertTrue(timelock.isOperationDone(operation));
    }

    /// @dev An executor carries out what was never scheduled, and schedules it on the way: OpenZeppelin's timelock looked
    /// at the operation's state only afterwards.
    function test_GHSA_CVE_2021_39167() public {
        HostileExecutor executor = new HostileExecutor(timelock);
        _giveRole(_roles()[2], address(executor));
        address[] memory targets = new address[](3);
        bytes[] memory payloads = new bytes[](3);
        (targets[0], targets[1], targets[2]) = (address(timelock), address(timelock), address(executor));
        payloads[0] = abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), address(executor)));
        payloads[1] = abi.encodeCall(timelock.updateDelay, (1 hours));
        payloads[2] = abi.encodeCall(executor.scheduleItself, ());
        executor.remember(targets, payloads, "salt");
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](3), payloads, 0, "salt");
        _expectNotReady(operation);
        executor.run();
        vm.assertFalse(timelock.isOperation(operation));
        vm.assertEq(timelock.pinOf(operation), 0);
        vm.assertEq(timelock.getMinDelay(), TIMELOCK_DELAY);
        vm.assertFalse(timelock.hasRole(timelock.PROPOSER_ROLE(), address(executor)));
    }

    function test_announceSuperMajority_isForExecutorsAlone() public {
        bytes32 executor = timelock.EXECUTOR_ROLE();
        address[3] memory callers = [stranger, address(council), address(timelock)];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, callers[i], executor)
            );
            timelock.announceSuperMajority();
        }
    }

    // interfaces

    function test_interfaces_areDeclaredAsPublished() public view {
        vm.assertTrue(timelock.supportsInterface(type(ICommunityTimelock).interfaceId), "ICommunityTimelock");
        vm.assertTrue(timelock.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertTrue(timelock.supportsInterface(type(IERC1155Receiver).interfaceId), "ERC-1155 receiver");
        vm.assertFalse(timelock.supportsInterface(0xffffffff), "the id that nothing has");
    }

    // storage

    function test_storage_liesInANamespaceForEachPart() public view {
        bytes32 cap = vm.load(address(timelock), namespaceOf("commonweal.storage.Treasury"));
        vm.assertEq(uint256(cap), (uint256(CAP_PERIOD) << 16) | CAP_BPS);
        bytes32 holders = keccak256(
            abi.encode(timelock.CANCELLER_ROLE(), namespaceOf("commonweal.storage.CommunityTimelock"))
        );
        vm.assertEq(uint256(vm.load(address(timelock), holders)), 2, "the Governor and the council");
    }

    // treasury

    function test_treasury_receivesNativeCurrencyAndTokens() public {
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool sent, ) = address(timelock).call{value: 1 ether}("");
        vm.assertTrue(sent);
        vm.assertEq(address(timelock).balance, 1 ether);
        vm.assertTrue(
            timelock.onERC721Received(stranger, stranger, 1, "") == IERC721Receiver.onERC721Received.selector
        );
        vm.assertTrue(
            timelock.onERC1155Received(stranger, stranger, 1, 1, "") == IERC1155Receiver.onERC1155Received.selector
        );
        vm.assertTrue(timelock.supportsInterface(type(IERC1155Receiver).interfaceId));
    }

    function test_treasury_receivesWhatIsSentToItSafely() public {
        TokenDouble token = new TokenDouble();
        token.mint(stranger, 5);
        ArtefactDouble artefact = new ArtefactDouble();
        BasketDouble basket = new BasketDouble();
        vm.startPrank(stranger);
        token.transfer(address(timelock), 5);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(timelock)), 5);
        // A person cannot be asked whether it receives; the timelock is.
        artefact.mint(stranger, 1);
        vm.prank(stranger);
        artefact.safeTransferFrom(stranger, address(timelock), 1, "for the commons");
        vm.assertEq(artefact.ownerOf(1), address(timelock));
        uint256[] memory ids = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        (ids[0], ids[1], amounts[0], amounts[1]) = (1, 2, 3, 4);
        basket.mintBatch(stranger, ids, amounts);
        vm.startPrank(stranger);
        basket.safeTransferFrom(stranger, address(timelock), 1, 1, "");
        (amounts[0], amounts[1]) = (2, 4);
        basket.safeBatchTransferFrom(stranger, address(timelock), ids, amounts, "");
        vm.stopPrank();
        vm.assertEq(basket.balanceOf(address(timelock), 1), 3);
        vm.assertEq(basket.balanceOf(address(timelock), 2), 4);
        vm.assertTrue(
            timelock.onERC1155BatchReceived(stranger, stranger, ids, amounts, "") ==
                IERC1155Receiver.onERC1155BatchReceived.selector
        );
    }

    function test_treasury_spendsWhatWasVoted() public {
        vm.deal(address(timelock), 3 ether);
        Proposal memory proposal = plan1(stranger, "", "Pay for the roof");
        proposal.values[0] = 1 ether;
        proposal.id = idOf(proposal);
        pass(proposal);
        execute(proposal);
        vm.assertEq(stranger.balance, 1 ether);
        vm.assertEq(address(timelock).balance, 2 ether);
    }

    // executeBatch

    function test_executeBatch_isForTheGovernorAlone() public {
        Proposal memory proposal = anything("Behind the Governor's back");
        pass(proposal);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        bytes32 executor = timelock.EXECUTOR_ROLE();
        vm.prank(ada);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, ada, executor)
        );
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
        execute(proposal);
    }

    /// @dev No target is asked anything about an operation that nobody decided on, or that is still to wait.
    function test_executeBatch_looksAtNothingOfWhatIsNotReady() public {
        (address[] memory targets, bytes[] memory payloads) = _batch(stranger, "anything");
        bytes32 operation = timelock.hashOperationBatch(targets, new uint256[](1), payloads, 0, "salt");
        vm.startPrank(address(governor));
        _expectNotReady(operation);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "salt");
        // Nor of what waits.
        PublishedDouble target = new PublishedDouble();
        (targets, payloads) = _batch(address(target), abi.encodeCall(target.act, ()));
        operation = timelock.hashOperationBatch(targets, new uint256[](1), payloads, 0, "salt");
        timelock.scheduleBatch(targets, new uint256[](1), payloads, 0, "salt", TIMELOCK_DELAY);
        vm.etch(address(target), type(SwitchedDouble).runtimeCode);
        _expectNotReady(operation);
        timelock.executeBatch(targets, new uint256[](1), payloads, 0, "salt");
        vm.stopPrank();
    }

    /// @dev By whatever majority: what was scheduled to follow another operation is another one than what was not.
    function test_executeBatch_waitsForThePredecessor() public {
        PublishedDouble target = new PublishedDouble();
        (address[] memory targets, bytes[] memory payloads) = _batch(address(target), abi.encodeCall(target.act, ()));
        uint256[] memory values = new uint256[](1);
        bytes32 first = timelock.hashOperationBatch(targets, values, payloads, 0, "salt");
        bytes32 second = timelock.hashOperationBatch(targets, values, payloads, first, "salt");
        vm.startPrank(address(governor));
        timelock.scheduleBatch(targets, values, payloads, 0, "salt", TIMELOCK_DELAY);
        vm.expectEmit(address(timelock));
        emit ICommunityTimelock.TargetsPinned(second, keccak256(abi.encodePacked(address(target).codehash)));
        timelock.scheduleBatch(targets, values, payloads, first, "salt", TIMELOCK_DELAY);
        vm.assertTrue(timelock.isOperationPending(second));
        skip(TIMELOCK_DELAY);
        for (uint256 i = 0; i < 2; ++i) {
            if (i == 1) timelock.announceSuperMajority();
            vm.expectRevert(
                abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnexecutedPredecessor.selector, first)
            );
            timelock.executeBatch(targets, values, payloads, first, "salt");
        }
        timelock.executeBatch(targets, values, payloads, 0, "salt");
        vm.assertFalse(timelock.isOperationDone(second));
        timelock.executeBatch(targets, values, payloads, first, "salt");
        vm.assertTrue(timelock.isOperationDone(second));
        vm.assertEq(target.paid(), 2);
        vm.stopPrank();
    }

    function _refusesCap(uint16 capBps, uint32 period) private {
        CommunityTimelock refused = _fresh();
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityTimelock.CommunityTimelock_InvalidCap.selector, capBps, period)
        );
        refused.initialize(1 days, ben, cleo, ICommunityTimelock.TreasuryCap(capBps, period));
    }

    function _giveRole(bytes32 role, address account) private {
        decide(
            address(timelock),
            abi.encodeCall(timelock.grantRole, (role, account)),
            string.concat("Give a role: ", vm.toString(role))
        );
    }

    function _expectOutOfBounds(uint256 delay) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_DelayOutOfBounds.selector,
                delay,
                1 hours,
                30 days
            )
        );
    }

    function _expectNotReady(bytes32 operation) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector,
                operation,
                bytes32(uint256(1) << uint256(TimelockControllerUpgradeable.OperationState.Ready))
            )
        );
    }

    function _expectCodeChanged(bytes32 operation, bytes32 pinned, address target) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityTimelock.CommunityTimelock_CodeChanged.selector,
                operation,
                pinned,
                keccak256(abi.encodePacked(target.codehash))
            )
        );
    }

    function _payment(
        address to,
        uint256 amount,
        string memory description
    ) private view returns (Proposal memory proposal, bytes32 operation) {
        proposal = plan1(to, "", description);
        proposal.values[0] = amount;
        proposal.id = idOf(proposal);
        operation = _operationOf(proposal);
    }

    function _batch(
        address target,
        bytes memory payload
    ) private pure returns (address[] memory targets, bytes[] memory payloads) {
        targets = new address[](1);
        payloads = new bytes[](1);
        (targets[0], payloads[0]) = (target, payload);
    }

    function _operationOf(Proposal memory proposal) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }

    function _roles() private view returns (bytes32[4] memory) {
        return
            [
                timelock.DEFAULT_ADMIN_ROLE(),
                timelock.PROPOSER_ROLE(),
                timelock.EXECUTOR_ROLE(),
                timelock.CANCELLER_ROLE()
            ];
    }

    /// @dev A clone that nobody has set to work yet.
    function _fresh() private returns (CommunityTimelock) {
        (, , address implementation, ) = factory.implementations();
        return CommunityTimelock(payable(Clones.cloneWithImmutableArgs(implementation, abi.encode(1 hours))));
    }
}
