// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMembership} from "../../src/interfaces/IMembership.sol";
import {RollDouble} from "./RollDouble.sol";

/// @notice A roll on which a test writes whom it wants.
contract MembersDouble is RollDouble {
    mapping(address account => IMembership.Member) private _members;

    function setMember(address account, uint64 memberId, uint48 joinedAt, uint48 leftAt) external {
        _members[account] = IMembership.Member(memberId, joinedAt, leftAt, 0, false);
    }

    /// @dev A membership gets another key.
    function move(address from, address to) external {
        _members[to] = _members[from];
        delete _members[from];
    }

    function memberOf(address account) external view returns (IMembership.Member memory) {
        return _members[account];
    }
}
