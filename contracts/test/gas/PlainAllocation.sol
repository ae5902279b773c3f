// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";

/// @notice The least that giving in public can cost: what is given goes straight to the project, and an event is all that is
/// left of it, so that somebody has to count off chain and be believed. As Allo v2's direct donation strategy has it, without
/// its proxy and its roles.
contract PlainAllocation {
    using SafeERC20 for IERC20;

    struct Project {
        address recipient;
        bool isAccepted;
    }

    IERC20 private immutable _token;

    uint48 private immutable _from;

    uint48 private immutable _until;

    address private _roll;

    mapping(uint256 project => Project) private _projects;

    event Allocated(uint256 indexed project, address indexed donor, uint256 amount);

    error PlainAllocation_Closed();

    error PlainAllocation_NotAccepted(uint256 project);

    error PlainAllocation_NotMember(address donor);

    constructor(IERC20 token, uint48 from, uint48 until, address roll) {
        (_token, _from, _until, _roll) = (token, from, until, roll);
    }

    function accept(uint256 project, address recipient) external {
        _projects[project] = Project(recipient, true);
    }

    /// @dev The same, for members alone.
    function allocateAsMember(uint256 project, uint256 amount) external {
        IMembership.Member memory member = IMembership(_roll).memberOf(msg.sender);
        bool isIn = member.memberId != 0 && member.joinedAt < _from && member.leftAt == 0;
        if (!isIn) revert PlainAllocation_NotMember(msg.sender);
        allocate(project, amount);
    }

    function allocate(uint256 project, uint256 amount) public {
        if (block.timestamp < _from || block.timestamp >= _until) revert PlainAllocation_Closed();
        Project memory stored = _projects[project];
        if (!stored.isAccepted) revert PlainAllocation_NotAccepted(project);
        _token.safeTransferFrom(msg.sender, stored.recipient, amount);
        emit Allocated(project, msg.sender, amount);
    }
}
