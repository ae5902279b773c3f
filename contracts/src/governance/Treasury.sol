// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1155} from "@openzeppelin/contracts/interfaces/IERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/interfaces/IERC20.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC7674} from "@openzeppelin/contracts/interfaces/draft-IERC7674.sol";
import {IERC777} from "@openzeppelin/contracts/interfaces/IERC777.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ICommunityTimelock} from "../interfaces/ICommunityTimelock.sol";

/// @title Treasury
/// @notice Measures what leaves the treasury and holds an ordinary majority to the cap. A part of {CommunityTimelock};
/// see {ICommunityTimelock} for the rule.
/// @dev Outflow is measured, not parsed: whatever a call did, the balance afterwards tells. Calldata is only read to know
/// which allowances to compare, and to refuse what cannot be compared.
abstract contract Treasury is ICommunityTimelock {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev One number to compare. Without a spender it is a balance (of the native currency where the token is zero).
    struct Reading {
        address token;
        address spender;
        uint256 before;
    }

    /// @custom:storage-location erc7201:commonweal.storage.Treasury
    struct TreasuryStorage {
        TreasuryCap cap;
        // All that ever left by ordinary majority, by the second in which it did.
        mapping(address token => Checkpoints.Trace208) spent;
        // Of that, what has gone: without allowances, whose tokens still are there.
        mapping(address token => Checkpoints.Trace208) gone;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.Treasury")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x9ef47967698f39b886b5f57abf4012d44b53c13b706fe818daf70e8e099bdf00;

    uint256 internal constant NO_CAP = 10_000;

    uint256 private constant LEAST_PERIOD = 1 days;

    uint256 private constant MOST_PERIOD = 365 days;

    // OpenZeppelin's ERC-20 has had it; it is in no standard.
    bytes4 private constant INCREASE_ALLOWANCE = bytes4(keccak256("increaseAllowance(address,uint256)"));

    // ERC-1363's, which the language cannot name because there are two.
    bytes4 private constant APPROVE_AND_CALL = bytes4(keccak256("approveAndCall(address,uint256)"));

    bytes4 private constant APPROVE_AND_CALL_WITH_DATA = bytes4(keccak256("approveAndCall(address,uint256,bytes)"));

    /// @dev What a token may use to answer. Enough for any balance, and a hostile one cannot burn the rest.
    uint256 private constant ANSWER_GAS = 200_000;

    /// @inheritdoc ICommunityTimelock
    function treasuryCap() public view override returns (TreasuryCap memory) {
        return _treasury().cap;
    }

    /// @inheritdoc ICommunityTimelock
    function spentLately(address token) public view override returns (uint256) {
        return _lately(_treasury().spent[token]);
    }

    function _setTreasuryCap(TreasuryCap calldata cap) internal {
        if (cap.capBps > NO_CAP || cap.period < LEAST_PERIOD || cap.period > MOST_PERIOD) {
            revert CommunityTimelock_InvalidCap(cap.capBps, cap.period);
        }
        _treasury().cap = cap;
        emit TreasuryCapSet(cap.capBps, cap.period);
    }

    /// @dev What there is before an operation, of all that it could let go.
    function _readBefore(
        address[] memory targets,
        bytes[] calldata payloads
    ) internal view returns (Reading[] memory readings) {
        uint256 length = targets.length;
        readings = new Reading[](1 + 2 * length);
        // The value that came with this very call is not the treasury's yet.
        readings[0].before = address(this).balance - msg.value;
        uint256 count = 1;
        for (uint256 i = 0; i < length; ++i) {
            bytes calldata payload = payloads[i];
            if (payload.length < 4) continue;
            address token = targets[i];
            _requireComparable(payload);
            count = _add(readings, count, token, address(0));
            if (!_raisesAllowance(bytes4(payload))) continue;
            // Old tokens read what is missing as zero, and would take it for an amount all the same.
            if (payload.length < 0x44) revert CommunityTimelock_SuperMajorityNeeded();
            address spender = address(uint160(uint256(bytes32(payload[4:]))));
            if (spender != address(0)) count = _add(readings, count, token, spender);
        }
        assembly ("memory-safe") {
            mstore(readings, count)
        }
    }

    /// @dev Holds what left in between to the cap, and keeps account of it.
    function _settle(Reading[] memory readings) internal {
        uint256 length = readings.length;
        for (uint256 i = 0; i < length; ++i) {
            Reading memory reading = readings[i];
            if (reading.spender != address(0)) continue;
            uint256 gone = Math.saturatingSub(reading.before, _read(reading.token, address(0)));
            uint256 amount = gone;
            for (uint256 j = i + 1; j < length; ++j) {
                if (readings[j].token != reading.token) continue;
                uint256 allowed = _read(reading.token, readings[j].spender);
                amount = Math.saturatingAdd(amount, Math.saturatingSub(allowed, readings[j].before));
            }
            if (amount != 0) _spend(reading.token, reading.before, gone, amount);
        }
    }

    /// @dev The share is of what there was: what there is, and what has gone within the period.
    function _spend(address token, uint256 before, uint256 gone, uint256 amount) private {
        TreasuryStorage storage $ = _treasury();
        uint256 spent = spentLately(token);
        uint256 most = Math.mulDiv(Math.saturatingAdd(before, _lately($.gone[token])), $.cap.capBps, NO_CAP);
        if (Math.saturatingAdd(spent, amount) > most) {
            revert CommunityTimelock_CapExceeded(token, spent, amount, most);
        }
        _record($.spent[token], amount);
        if (gone != 0) _record($.gone[token], gone);
        emit TreasurySpent(token, amount);
    }

    function _record(Checkpoints.Trace208 storage trace, uint256 amount) private {
        trace.push(SafeCast.toUint48(block.timestamp), SafeCast.toUint208(trace.latest() + amount));
    }

    /// @dev What was added to `trace` within the period that ends now.
    function _lately(Checkpoints.Trace208 storage trace) private view returns (uint256) {
        uint256 period = _treasury().cap.period;
        uint256 since = block.timestamp > period ? block.timestamp - period : 0;
        return trace.latest() - trace.upperLookupRecent(uint48(since));
    }

    /// @dev Each number once, however often an operation names it. A balance comes before its token's allowances.
    function _add(
        Reading[] memory readings,
        uint256 count,
        address token,
        address spender
    ) private view returns (uint256) {
        for (uint256 i = 0; i < count; ++i) {
            if (readings[i].token == token && readings[i].spender == spender) return count;
        }
        readings[count] = Reading(token, spender, _read(token, spender));
        return count + 1;
    }

    /// @dev Zero where there is no such number: a target that is no token lets nothing go.
    function _read(address token, address spender) private view returns (uint256) {
        if (token == address(0)) return address(this).balance;
        if (spender == address(0)) {
            (, uint256 balance) = _ask(token, abi.encodeCall(IERC20.balanceOf, (address(this))));
            return balance;
        }
        (bool answered, uint256 allowed) = _ask(token, abi.encodeCall(IERC20.allowance, (address(this), spender)));
        // Of ERC-721, whose approvals are of one token and have no number, or of nobody knows what.
        if (!answered) revert CommunityTimelock_SuperMajorityNeeded();
        return allowed;
    }

    function _ask(address token, bytes memory question) private view returns (bool answered, uint256 answer) {
        assembly ("memory-safe") {
            answered := staticcall(ANSWER_GAS, token, add(question, 0x20), mload(question), 0, 0x20)
            answered := and(answered, gt(returndatasize(), 0x1f))
            if answered {
                answer := mload(0)
            }
        }
    }

    /// @dev All take the spender first and an amount second.
    function _raisesAllowance(bytes4 selector) private pure returns (bool) {
        return
            selector == IERC20.approve.selector ||
            selector == INCREASE_ALLOWANCE ||
            selector == APPROVE_AND_CALL ||
            selector == APPROVE_AND_CALL_WITH_DATA ||
            selector == IERC7674.temporaryApprove.selector;
    }

    function _requireComparable(bytes calldata payload) private pure {
        bytes4 selector = bytes4(payload);
        if (selector == IERC721.setApprovalForAll.selector || selector == IERC6909.setOperator.selector) {
            // Taking such an approval back lets nothing go.
            if (payload.length >= 0x44 && bytes32(payload[0x24:]) == 0) return;
        } else if (
            selector != IERC777.authorizeOperator.selector &&
            selector != IERC1155.safeTransferFrom.selector &&
            selector != IERC1155.safeBatchTransferFrom.selector &&
            selector != IERC6909.transfer.selector &&
            selector != IERC6909.transferFrom.selector &&
            selector != IERC6909.approve.selector
        ) {
            return;
        }
        revert CommunityTimelock_SuperMajorityNeeded();
    }

    function _treasury() private pure returns (TreasuryStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}
