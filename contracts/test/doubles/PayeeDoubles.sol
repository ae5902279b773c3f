// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Is paid, or called, by an operation, and does what a test gave it to do while it is.
contract PayeeDouble {
    address private _target;

    bytes private _data;

    bool public done;

    bytes public reason;

    /// @notice What was answered to the question asked before the call, and after it.
    bytes public before;

    bytes public afterwards;

    address private _asked;

    bytes private _question;

    function callBack(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function ask(address asked, bytes calldata question) external {
        (_asked, _question) = (asked, question);
    }

    receive() external payable {
        act();
    }

    function act() public payable {
        before = _answer();
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        (done, reason) = target.call(_data);
        afterwards = _answer();
    }

    function _answer() private view returns (bytes memory answer) {
        if (_asked == address(0)) return "";
        (, answer) = _asked.staticcall(_question);
    }
}

/// @notice Takes any call, with any calldata or none, and keeps what comes with it.
contract SinkDouble {
    uint256 public calls;

    fallback() external payable {
        ++calls;
    }
}
