// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1155} from "@openzeppelin/contracts/interfaces/IERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC777} from "@openzeppelin/contracts/interfaces/IERC777.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {SinkDouble} from "../doubles/PayeeDoubles.sol";
import {GenerousTokenDouble} from "../doubles/OddTokenDoubles.sol";
import {ArtefactDouble, BasketDouble, TokenDouble} from "../doubles/TokenDoubles.sol";
import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {Books, IHandler, Invariants, Runs} from "./Play.sol";

/// @dev The native currency, two tokens, and the artefacts as a number.
uint256 constant KINDS = 4;

uint256 constant SPENDERS = 2;

uint256 constant BASKETS = 2;

/// @notice Plays a treasury: it is given something of every kind, the Governor has it spend by ordinary majority and by
/// super-majority, and those who were allowed to take, take.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract TreasuryHandler is CommunityFixture, Books {
    enum Act {
        Pay,
        Transfer,
        Approve,
        IncreaseAllowance,
        GiveUp,
        GiveArtefact,
        ApproveArtefact,
        ApproveAllArtefacts,
        GiveBasket,
        ApproveAllBaskets,
        // One of several calls that let go of what has no number, of somebody who takes any call.
        LetGo,
        SetCap
    }

    struct Action {
        Act act;
        // Of the token, the spender, the artefact or the basket.
        uint256 which;
        uint256 whom;
        uint256 amount;
        uint256 period;
    }

    /// @dev What the treasury has, as far as it has a number, and whom it lets take.
    struct Holdings {
        uint256[KINDS] balance;
        uint256[SPENDERS][KINDS] allowance;
        uint256[BASKETS] baskets;
        // A bit for each artefact, by its id.
        uint256 artefacts;
        uint256 approved;
        bool[SPENDERS] takesArtefacts;
        bool[SPENDERS] takesBaskets;
        uint256 capBps;
        uint256 capPeriod;
    }

    struct Operation {
        address[] targets;
        uint256[] values;
        bytes[] payloads;
        bytes32 salt;
        // Native currency that comes with the call.
        uint256 sent;
        // By super-majority.
        bool large;
    }

    /// @dev What an operation of ordinary majority let go, and allowed.
    struct Spending {
        uint256 at;
        uint256 kind;
        uint256 gone;
        uint256 amount;
    }

    uint256 private constant ARTEFACT = 3;

    uint256 private constant MOST_ARTEFACTS = 200;

    uint256 private constant NO_CAP = 10_000;

    TokenDouble private _token = new TokenDouble();

    GenerousTokenDouble private _generous = new GenerousTokenDouble();

    ArtefactDouble private _artefact = new ArtefactDouble();

    BasketDouble private _basket = new BasketDouble();

    SinkDouble private _sink = new SinkDouble();

    address[SPENDERS] private _spenders;

    Holdings private _held;

    Spending[] private _spendings;

    uint256 private _lastArtefact;

    uint256 private _operations;

    constructor() {
        setUp();
        _spenders = [makeAddr("spender"), makeAddr("other spender")];
        (_held.capBps, _held.capPeriod) = (CAP_BPS, CAP_PERIOD);
        vm.prank(address(timelock));
        timelock.updateDelay(1 hours);
    }

    // Steps ----------------------------------------------------------------------------------------------------------

    function receiveNative(uint256 amount) external {
        amount = bound(amount, 1, 1_000 ether);
        vm.deal(stranger, amount);
        vm.prank(stranger);
        (bool received, ) = address(timelock).call{value: amount}("");
        _hold(received, "T2", "the treasury refused what it was given");
        _held.balance[0] += amount;
        ++done[this.receiveNative.selector];
    }

    function receiveToken(uint256 which, uint256 amount) external {
        amount = bound(amount, 1, 1e24);
        if (which % 2 == 0) _token.mint(address(timelock), amount);
        else _generous.mint(address(timelock), amount);
        _held.balance[1 + (which % 2)] += amount;
        ++done[this.receiveToken.selector];
    }

    function receiveArtefacts(uint256 count) external {
        for (uint256 i = 0; i <= count % 12 && _lastArtefact < MOST_ARTEFACTS; ++i) {
            _artefact.mint(address(timelock), ++_lastArtefact);
            _held.artefacts |= 1 << _lastArtefact;
            ++_held.balance[ARTEFACT];
            ++done[this.receiveArtefacts.selector];
        }
    }

    function receiveBaskets(uint256 first, uint256 second) external {
        uint256[] memory ids = new uint256[](BASKETS);
        uint256[] memory amounts = new uint256[](BASKETS);
        (ids[1], amounts[0], amounts[1]) = (1, first % 1_000, second % 1_000);
        if (first % 2 == 0) {
            _basket.mintBatch(address(timelock), ids, amounts);
            _held.baskets[1] += amounts[1];
        } else {
            _basket.mint(address(timelock), 0, amounts[0]);
        }
        _held.baskets[0] += amounts[0];
        ++done[this.receiveBaskets.selector];
    }

    /// @dev One to three actions by ordinary majority.
    function spend(uint256 draw, uint256 sent) external {
        if (_operate(draw, sent % 5 == 0 ? (sent >> 3) % 1 ether : 0, false)) ++done[this.spend.selector];
    }

    function spendBySuperMajority(uint256 draw) external {
        if (_operate(draw, 0, true)) ++done[this.spendBySuperMajority.selector];
    }

    /// @dev By whoever was allowed to, and by others.
    function take(uint256 who, uint256 which, uint256 amount) external {
        uint256 spender = who % SPENDERS;
        uint256 kind = 1 + (which % 2);
        uint256 allowed = _held.allowance[kind][spender];
        amount = amount % 3 == 0 ? allowed + ((amount >> 2) % 2) : bound(amount, 0, allowed);
        bool may = amount <= allowed && amount <= _held.balance[kind];
        vm.prank(_spenders[spender]);
        try IERC20(_targetOf(kind)).transferFrom(address(timelock), stranger, amount) {
            _hold(may, "T7", "more was taken than was allowed");
            _held.balance[kind] -= amount;
            if (allowed != type(uint256).max) _held.allowance[kind][spender] -= amount;
            if (amount != 0) ++done[this.take.selector];
        } catch {
            _hold(!may, "T7", "what was allowed could not be taken");
        }
    }

    function takeArtefact(uint256 who, uint256 which) external {
        uint256 spender = who % SPENDERS;
        uint256 id = _artefactAt(which);
        bool may =
            (_held.artefacts >> id) & 1 != 0 &&
                (_held.takesArtefacts[spender] || (spender == 0 && (_held.approved >> id) & 1 != 0));
        vm.prank(_spenders[spender]);
        try _artefact.transferFrom(address(timelock), stranger, id) {
            _hold(may, "T7", "an artefact was taken that nobody had given");
            Holdings memory after_ = _held;
            _release(after_, id);
            _held = after_;
            ++done[this.takeArtefact.selector];
        } catch {
            _hold(!may, "T7", "an artefact that was given could not be taken");
        }
    }

    function wait(uint256 elapsed) external {
        uint256 most = elapsed % 4 != 0 ? 3 days : 40 days;
        skip(bound(elapsed, 1, most));
        ++done[this.wait.selector];
    }

    /// @dev To where the cap no longer counts something that was spent, or a second before.
    function waitForRoom(uint256 which, uint256 offset) external {
        if (_spendings.length == 0) return;
        uint256 target = _spendings[which % _spendings.length].at + _held.capPeriod - (offset % 2);
        // Less the hour that an operation waits.
        if (offset % 4 < 2) target -= 1 hours;
        if (target > vm.getBlockTimestamp()) vm.warp(target);
        ++done[this.waitForRoom.selector];
    }

    /// @dev Whoever is not the Governor tries to spend, in every way that the timelock knows.
    function intrude(uint256 who, uint256 what, uint256 amount) external {
        address[4] memory callers = [stranger, _spenders[0], address(council), ada];
        address caller = callers[who % callers.length];
        address[] memory targets = new address[](1);
        uint256[] memory values = new uint256[](1);
        bytes[] memory payloads = new bytes[](1);
        (targets[0], values[0]) = (caller, bound(amount, 0, _held.balance[0]));
        bytes[6] memory attempts = [
            abi.encodeCall(timelock.scheduleBatch, (targets, values, payloads, 0, "", 1 hours)),
            abi.encodeCall(timelock.schedule, (caller, values[0], "", 0, "", 1 hours)),
            abi.encodeCall(timelock.execute, (caller, values[0], "", 0, "")),
            abi.encodeCall(timelock.announceSuperMajority, ()),
            abi.encodeCall(timelock.setTreasuryCap, (ICommunityTimelock.TreasuryCap(10_000, 1 days))),
            abi.encodeCall(timelock.grantRole, (timelock.EXECUTOR_ROLE(), caller))
        ];
        vm.prank(caller);
        (bool succeeded, ) = address(timelock).call(attempts[what % attempts.length]);
        _hold(!succeeded, "T6", "somebody other than the Governor had the treasury do something");
        ++done[this.intrude.selector];
    }

    /// @dev In a call of its own, so that what was announced for an operation that fails is forgotten with it, as it is
    /// where the Governor does this.
    function carryOut(Operation calldata operation) external {
        require(msg.sender == address(this));
        if (operation.large) {
            vm.prank(address(governor));
            timelock.announceSuperMajority();
        }
        vm.deal(address(governor), operation.sent);
        vm.prank(address(governor));
        timelock.executeBatch{value: operation.sent}(
            operation.targets,
            operation.values,
            operation.payloads,
            0,
            operation.salt
        );
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function steps() external pure override returns (bytes4[] memory all) {
        all = new bytes4[](11);
        all[0] = this.receiveNative.selector;
        all[1] = this.receiveToken.selector;
        all[2] = this.receiveArtefacts.selector;
        all[3] = this.receiveBaskets.selector;
        all[4] = this.spend.selector;
        all[5] = this.spendBySuperMajority.selector;
        all[6] = this.take.selector;
        all[7] = this.takeArtefact.selector;
        all[8] = this.wait.selector;
        all[9] = this.waitForRoom.selector;
        all[10] = this.intrude.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](7);
        all[0] = "an ordinary majority wanted too much";
        all[1] = "an ordinary majority took what was left";
        all[2] = "an ordinary majority allowed somebody to take";
        all[3] = "an ordinary majority gave an artefact";
        all[4] = "what has no number was refused to an ordinary majority";
        all[5] = "a super-majority passed the cap";
        all[6] = "the cap was loosened";
    }

    function held() external view returns (Holdings memory) {
        return _held;
    }

    function timelockOf() external view returns (CommunityTimelock) {
        return timelock;
    }

    function targetOf(uint256 kind) external view returns (address) {
        return _targetOf(kind);
    }

    function spenderAt(uint256 place) external view returns (address) {
        return _spenders[place];
    }

    function basketDouble() external view returns (BasketDouble) {
        return _basket;
    }

    function lastArtefact() external view returns (uint256) {
        return _lastArtefact;
    }

    /// @dev What ordinary majorities spent within the period that ends now: gone, and all with what they allowed.
    function spentLately(uint256 kind, uint256 period) public view returns (uint256 gone, uint256 amount) {
        for (uint256 i = 0; i < _spendings.length; ++i) {
            Spending storage spending = _spendings[i];
            if (spending.kind != kind || spending.at + period <= vm.getBlockTimestamp()) continue;
            gone += spending.gone;
            amount += spending.amount;
        }
    }

    // Operating ------------------------------------------------------------------------------------------------------

    function _operate(uint256 draw, uint256 sent, bool large) private returns (bool) {
        Holdings memory before = _held;
        Holdings memory after_ = _held;
        after_.balance[0] += sent;
        (Operation memory operation, bool able, bool numbered) = _prepare(draw, after_, large);
        operation.sent = sent;
        vm.prank(address(governor));
        timelock.scheduleBatch(operation.targets, operation.values, operation.payloads, 0, operation.salt, 1 hours);
        skip(1 hours);
        _carryOutAsStranger(operation);

        bool measured = !large && before.capBps != NO_CAP;
        bool fits = !measured || _fits(before, after_);
        bool may = able && fits && (!measured || numbered);
        try this.carryOut(operation) {
            _hold(
                able,
                "T5",
                "the cap was loosened by an ordinary majority, or out of bounds, or what is not there went"
            );
            _hold(fits, "T1", "an ordinary majority spent more than the cap");
            _hold(!measured || numbered, "T4", "what has no number went by ordinary majority");
            if (measured) _record(before, after_);
            if (large && !_fits(before, after_)) ++seen["a super-majority passed the cap"];
            if (after_.capBps > before.capBps) ++seen["the cap was loosened"];
            _held = after_;
            return true;
        } catch {
            _hold(!may, "T3", "what may be spent could not be");
            if (able && !fits) ++seen["an ordinary majority wanted too much"];
            if (able && fits && !numbered) ++seen["what has no number was refused to an ordinary majority"];
            return false;
        }
    }

    function _carryOutAsStranger(Operation memory operation) private {
        vm.prank(stranger);
        try timelock.executeBatch(operation.targets, operation.values, operation.payloads, 0, operation.salt) {
            _hold(false, "T6", "somebody other than the Governor carried out what was due");
        } catch {}
    }

    /// @dev One to three actions, also done to the books of `after_`.
    function _prepare(
        uint256 draw,
        Holdings memory after_,
        bool large
    ) private returns (Operation memory operation, bool able, bool numbered) {
        uint256 length = 1 + (draw % 3);
        (operation.salt, operation.large) = (bytes32(++_operations), large);
        operation.targets = new address[](length);
        operation.values = new uint256[](length);
        operation.payloads = new bytes[](length);
        (able, numbered) = (true, true);
        for (uint256 i = 0; i < length; ++i) {
            Action memory action = _draw(uint256(keccak256(abi.encode(draw, i))), after_, large);
            (operation.targets[i], operation.values[i], operation.payloads[i]) = _encode(action);
            able = able && _apply(after_, action, large);
            numbered = numbered && _hasNumber(action);
        }
    }

    /// @dev The cap that holds is the one after the operation; the share is of what there was before it.
    function _fits(Holdings memory before, Holdings memory after_) private view returns (bool) {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            (, uint256 amount) = _outflow(before, after_, kind);
            if (amount == 0) continue;
            (uint256 goneLately, uint256 amountLately) = spentLately(kind, after_.capPeriod);
            if (amountLately + amount > ((before.balance[kind] + goneLately) * after_.capBps) / 10_000) return false;
        }
        return true;
    }

    function _record(Holdings memory before, Holdings memory after_) private {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            (uint256 gone, uint256 amount) = _outflow(before, after_, kind);
            if (amount == 0) continue;
            _spendings.push(Spending(vm.getBlockTimestamp(), kind, gone, amount));
            if (amount != gone) ++seen["an ordinary majority allowed somebody to take"];
            if (kind == ARTEFACT) ++seen["an ordinary majority gave an artefact"];
            (uint256 goneLately, uint256 amountLately) = spentLately(kind, after_.capPeriod);
            if (amountLately == ((after_.balance[kind] + goneLately) * after_.capBps) / 10_000) {
                ++seen["an ordinary majority took what was left"];
            }
        }
    }

    function _outflow(
        Holdings memory before,
        Holdings memory after_,
        uint256 kind
    ) private pure returns (uint256 gone, uint256 amount) {
        gone = _lessOf(before.balance[kind], after_.balance[kind]);
        amount = gone;
        for (uint256 i = 0; i < SPENDERS; ++i) {
            amount += _lessOf(after_.allowance[kind][i], before.allowance[kind][i]);
        }
    }

    function _lessOf(uint256 from, uint256 to) private pure returns (uint256) {
        return from > to ? from - to : 0;
    }

    function _draw(uint256 draw, Holdings memory now_, bool large) private view returns (Action memory action) {
        // The first three are what communities do, three times out of four; the cap is set as often as all else is done.
        action.act =
            draw % 8 < 6
                ? Act(draw % 3)
                : draw % 8 == 6
                    ? Act.SetCap
                    : Act(3 + ((draw >> 3) % 8));
        action.which = (draw >> 16) % 2;
        action.whom = (draw >> 24) % SPENDERS;
        uint256 kind = action.act == Act.Pay ? 0 : 1 + action.which;
        action.amount = _drawAmount(draw >> 32, kind, now_);
        if (action.act == Act.GiveUp) action.amount = now_.balance[2];
        if (action.act == Act.GiveArtefact || action.act == Act.ApproveArtefact) action.which = _artefactAt(draw >> 16);
        if (action.act == Act.ApproveAllArtefacts || action.act == Act.ApproveAllBaskets)
            action.amount = (draw >> 32) % 2;
        if (action.act == Act.LetGo) action.which = (draw >> 16) % 6;
        if (action.act == Act.GiveBasket) action.amount = bound(draw >> 32, 0, now_.baskets[action.which] + 1);
        if (action.act != Act.SetCap) return action;
        // Now and then out of bounds; without a cap rarely, because nothing is measured then.
        action.amount = (draw >> 32) % 16 == 0 ? NO_CAP + ((draw >> 36) % 2) : (draw >> 32) % 2_500;
        action.period = bound(draw >> 64, 20 hours, 60 days);
        if (!large && (draw >> 128) % 2 == 0) (action.amount, action.period) = (now_.capBps, now_.capPeriod);
    }

    /// @dev A little, all that the cap leaves or one more, or anything up to more than there is.
    function _drawAmount(uint256 draw, uint256 kind, Holdings memory now_) private view returns (uint256) {
        uint256 balance = now_.balance[kind];
        if (draw % 4 < 2) return bound(draw >> 2, 0, balance / 50);
        if (draw % 4 == 2) return bound(draw >> 2, 0, balance + 1);
        (uint256 gone, uint256 amount) = spentLately(kind, now_.capPeriod);
        return _lessOf(((balance + gone) * now_.capBps) / 10_000, amount) + ((draw >> 2) % 2);
    }

    function _encode(Action memory action) private view returns (address target, uint256 value, bytes memory payload) {
        Act act = action.act;
        address spender = _spenders[action.whom];
        if (act == Act.Pay) return (spender, action.amount, "");
        if (act == Act.SetCap) {
            ICommunityTimelock.TreasuryCap memory cap = ICommunityTimelock.TreasuryCap(
                uint16(action.amount),
                uint32(action.period)
            );
            return (address(timelock), 0, abi.encodeCall(timelock.setTreasuryCap, (cap)));
        }
        if (act == Act.LetGo) return (address(_sink), 0, _lettingGo(action.which, spender));
        if (act == Act.GiveUp) return (address(_generous), 0, abi.encodeCall(_generous.giveUp, ()));
        if (act == Act.IncreaseAllowance) {
            return (address(_generous), 0, abi.encodeCall(_generous.increaseAllowance, (spender, action.amount)));
        }
        if (act == Act.Transfer || act == Act.Approve) {
            bytes4 selector = act == Act.Transfer ? IERC20.transfer.selector : IERC20.approve.selector;
            return (_targetOf(1 + action.which), 0, abi.encodeWithSelector(selector, spender, action.amount));
        }
        if (act == Act.GiveArtefact) {
            payload = abi.encodeCall(IERC721.transferFrom, (address(timelock), spender, action.which));
        } else if (act == Act.ApproveArtefact) {
            payload = abi.encodeCall(IERC721.approve, (_spenders[0], action.which));
        } else if (act == Act.GiveBasket) {
            payload = abi.encodeCall(
                IERC1155.safeTransferFrom,
                (address(timelock), spender, action.which, action.amount, "")
            );
        } else {
            payload = abi.encodeCall(IERC721.setApprovalForAll, (spender, action.amount == 1));
        }
        bool baskets = act == Act.GiveBasket || act == Act.ApproveAllBaskets;
        target = baskets ? address(_basket) : address(_artefact);
    }

    function _lettingGo(uint256 which, address to) private view returns (bytes memory) {
        uint256[] memory none = new uint256[](0);
        bytes[6] memory calls = [
            abi.encodeCall(IERC1155.safeBatchTransferFrom, (address(timelock), to, none, none, "")),
            abi.encodeCall(IERC6909.transfer, (to, 1, 1)),
            abi.encodeCall(IERC6909.transferFrom, (address(timelock), to, 1, 1)),
            abi.encodeCall(IERC6909.approve, (to, 1, 1)),
            abi.encodeCall(IERC6909.setOperator, (to, true)),
            abi.encodeCall(IERC777.authorizeOperator, (to))
        ];
        return calls[which];
    }

    /// @dev Does to the books what the action does.
    /// @return able Whether it can be done at all.
    function _apply(Holdings memory now_, Action memory action, bool large) private view returns (bool able) {
        Act act = action.act;
        uint256 amount = action.amount;
        if (act == Act.LetGo) return true;
        if (act == Act.SetCap) {
            able = amount <= NO_CAP && action.period >= 1 days && action.period <= 365 days;
            bool looser = amount > now_.capBps || action.period < now_.capPeriod;
            if (looser && !large && now_.capBps != NO_CAP) able = false;
            if (able) (now_.capBps, now_.capPeriod) = (amount, action.period);
            return able;
        }
        if (act == Act.Pay || act == Act.Transfer || act == Act.GiveUp) {
            uint256 kind =
                act == Act.Pay
                    ? 0
                    : act == Act.GiveUp
                        ? 2
                        : 1 + action.which;
            able = amount <= now_.balance[kind];
            if (act == Act.GiveUp) now_.balance[kind] = 0;
            else if (able) now_.balance[kind] -= amount;
            return act == Act.GiveUp || able;
        }
        if (act == Act.Approve) now_.allowance[1 + action.which][action.whom] = amount;
        else if (act == Act.IncreaseAllowance) now_.allowance[2][action.whom] += amount;
        else if (act == Act.ApproveAllArtefacts) now_.takesArtefacts[action.whom] = amount == 1;
        else if (act == Act.ApproveAllBaskets) now_.takesBaskets[action.whom] = amount == 1;
        else if (act == Act.GiveBasket) {
            if (amount > now_.baskets[action.which]) return false;
            now_.baskets[action.which] -= amount;
        } else {
            if ((now_.artefacts >> action.which) & 1 == 0) return false;
            if (act == Act.GiveArtefact) _release(now_, action.which);
            else now_.approved |= 1 << action.which;
        }
        return true;
    }

    function _release(Holdings memory now_, uint256 artefact) private pure {
        now_.artefacts &= ~(1 << artefact);
        now_.approved &= ~(1 << artefact);
        --now_.balance[ARTEFACT];
    }

    /// @dev Whether what it lets go can be compared with a cap.
    function _hasNumber(Action memory action) private pure returns (bool) {
        if (action.act == Act.ApproveAllArtefacts || action.act == Act.ApproveAllBaskets) return action.amount == 0;
        return action.act != Act.ApproveArtefact && action.act != Act.GiveBasket && action.act != Act.LetGo;
    }

    /// @dev One that the treasury has, from a place on; any other where it has none.
    function _artefactAt(uint256 seed) private view returns (uint256 id) {
        for (uint256 i = 0; i < _lastArtefact; ++i) {
            id = 1 + (((seed % _lastArtefact) + i) % _lastArtefact);
            if ((_held.artefacts >> id) & 1 != 0) return id;
        }
    }

    function _targetOf(uint256 kind) private view returns (address) {
        if (kind == 0) return address(0);
        if (kind == 1) return address(_token);
        return kind == 2 ? address(_generous) : address(_artefact);
    }
}

/// @dev The numbers are those of README.md beside this file.
contract TreasuryInvariants is Invariants {
    TreasuryHandler private _handler;

    CommunityTimelock private _timelock;

    function setUp() public {
        _handler = new TreasuryHandler();
        _timelock = _handler.timelockOf();
        _playWith(_handler);
    }

    function invariant_T1_ordinarySpendingWithinAPeriodStaysWithinTheCap() public view {
        _assertNoBreach("T1");
    }

    function invariant_T2_theTreasuryHasWhatItWasGivenLessWhatItLetGo() public view {
        _assertNoBreach("T2");
        TreasuryHandler.Holdings memory held = _handler.held();
        vm.assertEq(address(_timelock).balance, held.balance[0]);
        for (uint256 kind = 1; kind < held.balance.length; ++kind) {
            vm.assertEq(IERC20(_handler.targetOf(kind)).balanceOf(address(_timelock)), held.balance[kind]);
        }
        for (uint256 id = 0; id < held.baskets.length; ++id) {
            vm.assertEq(_handler.basketDouble().balanceOf(address(_timelock), id), held.baskets[id]);
        }
        IERC721 artefact = IERC721(_handler.targetOf(3));
        for (uint256 id = 1; id <= _handler.lastArtefact(); ++id) {
            vm.assertEq(artefact.ownerOf(id) == address(_timelock), (held.artefacts >> id) & 1 != 0);
        }
    }

    function invariant_T3_whatMayBeSpentIsNotRefusedAndIsRemembered() public view {
        _assertNoBreach("T3");
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            (, uint256 amount) = _handler.spentLately(kind, _handler.held().capPeriod);
            vm.assertEq(_timelock.spentLately(_handler.targetOf(kind)), amount);
        }
    }

    function invariant_T4_whatHasNoNumberTakesASuperMajority() public view {
        _assertNoBreach("T4");
    }

    function invariant_T5_theCapIsLoosenedBySuperMajorityAloneAndStaysWithinItsBounds() public view {
        _assertNoBreach("T5");
        ICommunityTimelock.TreasuryCap memory cap = _timelock.treasuryCap();
        TreasuryHandler.Holdings memory held = _handler.held();
        vm.assertEq(cap.capBps, held.capBps);
        vm.assertEq(cap.period, held.capPeriod);
        vm.assertTrue(cap.capBps <= 10_000 && cap.period >= 1 days && cap.period <= 365 days);
    }

    function invariant_T6_nobodyButTheGovernorHasTheTreasuryDoAnything() public view {
        _assertNoBreach("T6");
    }

    function invariant_T7_nobodyTakesMoreThanItWasAllowed() public view {
        _assertNoBreach("T7");
        TreasuryHandler.Holdings memory held = _handler.held();
        for (uint256 i = 0; i < 2; ++i) {
            address spender = _handler.spenderAt(i);
            for (uint256 kind = 1; kind <= 2; ++kind) {
                uint256 allowed = IERC20(_handler.targetOf(kind)).allowance(address(_timelock), spender);
                vm.assertEq(allowed, held.allowance[kind][i]);
            }
            IERC721 artefact = IERC721(_handler.targetOf(3));
            vm.assertEq(artefact.isApprovedForAll(address(_timelock), spender), held.takesArtefacts[i]);
            bool takesBaskets = _handler.basketDouble().isApprovedForAll(address(_timelock), spender);
            vm.assertEq(takesBaskets, held.takesBaskets[i]);
        }
    }
}

contract TreasuryRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new TreasuryHandler();
    }
}
