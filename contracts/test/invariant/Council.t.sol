// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ElderCouncil} from "../../src/governance/ElderCouncil.sol";
import {RecorderDouble} from "../doubles/RecorderDouble.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {IHandler, Invariants, Runs} from "./Play.sol";

/// @notice Plays the elders of a community whose people come, go and change their keys and roles: they consent and take
/// it back, and veto what the Governor has scheduled.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract CouncilHandler is PeopleHandler {
    enum Fate {
        Waiting,
        Vetoed,
        Done
    }

    struct Operation {
        address[] targets;
        uint256[] values;
        bytes[] payloads;
        bytes32 id;
        uint256 due;
        uint256 vetoers;
        Fate fate;
    }

    uint256 public constant SUBJECTS = 3;

    uint256 private constant MOST_TERM = 2 * 365 days;

    RecorderDouble private _recorder = new RecorderDouble();

    /// @dev A bit for each member.
    uint256[SUBJECTS] private _consents;

    Operation[] private _operations;

    uint256 public consentThreshold = 1;

    uint256 public vetoThreshold = 1;

    uint256 public vetoExpiresAt = START + VETO_TERM;

    function giveConsent(uint256 who, uint256 which) external {
        address account = _elder(who);
        uint256 memberId = memberIdOf[account];
        which %= SUBJECTS;
        bool elder = _isElder(memberId);
        bool first = (_consents[which] >> memberId) & 1 == 0;
        vm.prank(account);
        try council.giveConsent(bytes32(which)) {
            _hold(elder, "E2", "somebody consented who is no elder");
            _hold(first, "E2", "an elder consented twice");
            _consents[which] |= 1 << memberId;
            ++done[this.giveConsent.selector];
        } catch {
            _hold(!elder || !first, "E2", "an elder could not consent");
        }
    }

    /// @dev By whoever gave it, even if it is no elder any more; or by anyone.
    function withdrawConsent(uint256 who, uint256 which) external {
        which %= SUBJECTS;
        uint256 memberId = who % 4 == 0 ? memberIdOf[_account(who >> 2)] : _someoneOf(_consents[which], who >> 2);
        address account = memberId == 0 ? _account(who >> 2) : _person(memberId).account;
        bool given = (_consents[which] >> memberId) & 1 != 0;
        vm.prank(account);
        try council.withdrawConsent(bytes32(which)) {
            _hold(given, "E2", "a consent was withdrawn that was not given");
            _consents[which] &= ~(1 << memberId);
            if (!_isElder(memberId)) ++seen["a former elder withdrew"];
            ++done[this.withdrawConsent.selector];
        } catch {
            _hold(!given, "E2", "a consent could not be withdrawn");
        }
    }

    /// @dev A new operation, or once more one that was vetoed.
    function schedule(uint256 which, uint256 delay) external {
        Operation memory operation;
        uint256 index = which % (_operations.length + 1);
        if (index < _operations.length && _operations[index].fate == Fate.Vetoed) {
            operation = _operations[index];
            ++seen["what was vetoed was scheduled again"];
        } else {
            index = _operations.length;
            _operations.push();
            operation.targets = new address[](1);
            operation.values = new uint256[](1);
            operation.payloads = new bytes[](1);
            (operation.targets[0], operation.payloads[0]) = (address(_recorder), abi.encode(index));
            operation.id = timelock.hashOperationBatch(operation.targets, operation.values, operation.payloads, 0, 0);
        }
        delay = bound(delay, TIMELOCK_DELAY, 20 days);
        (operation.due, operation.vetoers, operation.fate) = (vm.getBlockTimestamp() + delay, 0, Fate.Waiting);
        _operations[index] = operation;
        vm.prank(address(governor));
        timelock.scheduleBatch(operation.targets, operation.values, operation.payloads, 0, 0, delay);
        ++done[this.schedule.selector];
    }

    function veto(uint256 who, uint256 which, uint256 words) external {
        if (_operations.length == 0) return;
        which = _waiting(which);
        Operation storage operation = _operations[which];
        address account = _elder(who);
        uint256 memberId = memberIdOf[account];
        bool waits = operation.fate == Fate.Waiting && vm.getBlockTimestamp() < operation.due;
        bool power = vm.getBlockTimestamp() <= vetoExpiresAt;
        bool able = _isElder(memberId) && (operation.vetoers >> memberId) & 1 == 0 && words % 8 != 0;
        vm.prank(account);
        try council.veto(operation.id, words % 8 == 0 ? "" : "reason") {
            _hold(waits, "E3", "a veto against what does not wait");
            _hold(power, "E3", "a veto after the power had expired");
            _hold(able, "E3", "a veto by no elder, or twice by one, or without a reason");
            operation.vetoers |= 1 << memberId;
            if (_eldersAmong(operation.vetoers) >= vetoThreshold) {
                (operation.fate, operation.vetoers) = (Fate.Vetoed, 0);
                ++seen["enough elders vetoed"];
            } else {
                ++seen["too few elders vetoed"];
            }
            ++done[this.veto.selector];
        } catch {
            _hold(!waits || !power || !able, "E3", "an elder could not veto");
            if (waits && !power && able) ++seen["the power to veto had expired"];
        }
    }

    function carryOut(uint256 which) external {
        if (_operations.length == 0) return;
        which = _waiting(which);
        Operation storage operation = _operations[which];
        bool due = operation.fate == Fate.Waiting && vm.getBlockTimestamp() >= operation.due;
        Operation memory copy = operation;
        vm.prank(address(governor));
        try timelock.executeBatch(copy.targets, copy.values, copy.payloads, 0, 0) {
            _hold(due, "E4", "what was vetoed, or did not wait long enough, was carried out");
            operation.fate = Fate.Done;
            ++done[this.carryOut.selector];
        } catch {
            _hold(!due, "E4", "what too few elders vetoed could not be carried out");
        }
    }

    function setThresholds(uint256 consent, uint256 veto_) external {
        (consent, veto_) = (consent % 4, veto_ % 4);
        bool may = consent != 0 && veto_ != 0;
        vm.prank(address(timelock));
        try council.setThresholds(uint16(consent), uint16(veto_)) {
            _hold(may, "E5", "nobody's consent was made enough");
            (consentThreshold, vetoThreshold) = (consent, veto_);
            ++done[this.setThresholds.selector];
        } catch {
            _hold(!may, "E5", "the community could not say how many elders it takes");
        }
    }

    function setVetoPower(uint256 term) external {
        // Long, or so short that it runs out, or at the edge of what may be.
        uint256 most = term % 4 == 1 ? 3 days : 700 days;
        term = term % 4 == 0 ? MOST_TERM + ((term >> 2) % 2) : bound(term, 0, most);
        vm.prank(address(timelock));
        try council.setVetoPower(uint48(vm.getBlockTimestamp() + term)) {
            _hold(term <= MOST_TERM, "E5", "a power to veto for more than two years");
            vetoExpiresAt = vm.getBlockTimestamp() + term;
            ++done[this.setVetoPower.selector];
        } catch {
            _hold(term > MOST_TERM, "E5", "the community could not renew the power to veto");
        }
    }

    function intrude(uint256 who, uint256 what) external {
        address caller = who % 4 == 0 ? address(governor) : _account(who >> 2);
        bytes[3] memory attempts = [
            abi.encodeCall(council.setThresholds, (1, 1)),
            abi.encodeCall(council.setVetoPower, (uint48(vm.getBlockTimestamp() + 1 days))),
            abi.encodeCall(council.initialize, (councilSettings()))
        ];
        vm.prank(caller);
        (bool succeeded, ) = address(council).call(attempts[what % attempts.length]);
        _hold(!succeeded, "E5", "somebody other than the community changed the council");
        ++done[this.intrude.selector];
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function steps() external pure override returns (bytes4[] memory all) {
        bytes4[] memory people = _peopleSteps();
        all = new bytes4[](people.length + 8);
        for (uint256 i = 0; i < people.length; ++i) all[i] = people[i];
        uint256 next = people.length;
        all[next++] = this.giveConsent.selector;
        all[next++] = this.withdrawConsent.selector;
        all[next++] = this.schedule.selector;
        all[next++] = this.veto.selector;
        all[next++] = this.carryOut.selector;
        all[next++] = this.setThresholds.selector;
        all[next++] = this.setVetoPower.selector;
        all[next++] = this.intrude.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](5);
        all[0] = "a former elder withdrew";
        all[1] = "what was vetoed was scheduled again";
        all[2] = "enough elders vetoed";
        all[3] = "too few elders vetoed";
        all[4] = "the power to veto had expired";
    }

    function parts() external view returns (ElderCouncil, CommunityTimelock) {
        return (council, timelock);
    }

    function hasConsented(uint256 which, uint256 memberId) external view returns (bool) {
        return (_consents[which] >> memberId) & 1 != 0;
    }

    function consentsTo(uint256 which) external view returns (uint256) {
        return _eldersAmong(_consents[which]);
    }

    function operationCount() external view returns (uint256) {
        return _operations.length;
    }

    function operationOf(uint256 index) external view returns (bytes32 id, Fate fate, uint256 due, uint256 vetoes) {
        Operation storage operation = _operations[index];
        return (operation.id, operation.fate, operation.due, _eldersAmong(operation.vetoers));
    }

    function _someoneOf(uint256 memberIds, uint256 seed) private view returns (uint256 memberId) {
        for (uint256 i = 0; i < lastId(); ++i) {
            memberId = 1 + (((seed % lastId()) + i) % lastId());
            if ((memberIds >> memberId) & 1 != 0) return memberId;
        }
        return 0;
    }

    /// @dev One that waits, three times out of four if there is one.
    function _waiting(uint256 seed) private view returns (uint256 index) {
        uint256 place = (seed >> 2) % _operations.length;
        for (uint256 i = 0; seed % 4 != 0 && i < _operations.length; ++i) {
            index = (place + i) % _operations.length;
            if (_operations[index].fate == Fate.Waiting) return index;
        }
        return place;
    }
}

/// @dev The numbers are those of README.md beside this file.
contract CouncilInvariants is Invariants {
    CouncilHandler private _handler;

    ElderCouncil private _council;

    CommunityTimelock private _timelock;

    function setUp() public {
        _handler = new CouncilHandler();
        (_council, _timelock) = _handler.parts();
        _playWith(_handler);
    }

    function invariant_E1_aConsentCountsWhileItsMemberIsAnElder() public view {
        for (uint256 i = 0; i < _handler.SUBJECTS(); ++i) {
            uint256 consents = _handler.consentsTo(i);
            vm.assertEq(_council.consentsTo(bytes32(i)), consents);
            vm.assertEq(_council.hasConsent(bytes32(i)), consents >= _handler.consentThreshold());
        }
    }

    function invariant_E2_onlyEldersConsentAndEachOnce() public view {
        _assertNoBreach("E2");
        for (uint256 i = 0; i < _handler.SUBJECTS(); ++i) {
            for (uint256 id = 1; id <= _handler.lastId(); ++id) {
                vm.assertEq(_council.hasConsented(bytes32(i), id), _handler.hasConsented(i, id));
            }
        }
    }

    function invariant_E3_eldersVetoOnlyWhatWaitsAndWhileTheyMay() public view {
        _assertNoBreach("E3");
    }

    function invariant_E4_whatEnoughEldersVetoedIsNotDoneAndAllElseIs() public view {
        _assertNoBreach("E4");
        for (uint256 i = 0; i < _handler.operationCount(); ++i) {
            (bytes32 id, CouncilHandler.Fate fate, uint256 due, uint256 vetoes) = _handler.operationOf(i);
            vm.assertEq(_council.vetoesOf(id), vetoes);
            vm.assertEq(_timelock.isOperationDone(id), fate == CouncilHandler.Fate.Done);
            vm.assertEq(_timelock.isOperationPending(id), fate == CouncilHandler.Fate.Waiting);
            if (fate == CouncilHandler.Fate.Waiting) vm.assertEq(_timelock.getTimestamp(id), due);
        }
    }

    function invariant_E5_thePowerOfEldersIsWhatTheCommunitySaid() public view {
        _assertNoBreach("E5");
        (uint16 consentThreshold, uint16 vetoThreshold) = _council.thresholds();
        vm.assertEq(consentThreshold, _handler.consentThreshold());
        vm.assertEq(vetoThreshold, _handler.vetoThreshold());
        vm.assertEq(_council.vetoExpiresAt(), _handler.vetoExpiresAt());
        vm.assertLe(_council.vetoExpiresAt(), vm.getBlockTimestamp() + 2 * 365 days);
    }
}

contract CouncilRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new CouncilHandler();
    }
}
