// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Roles} from "../types/Roles.sol";

/// @title MembershipCard
/// @notice The picture and description of a membership, made on chain so that no server has to be asked or trusted.
library MembershipCard {
    using Strings for uint256;

    /// @notice The token's metadata as a `data:` URI (JSON with an SVG image inside).
    /// @dev The community's name is the only text here that somebody chose. It is escaped once for each language it
    /// is written in: XML in the image, JSON around it.
    /// @param community Name of the community, any bytes.
    /// @param joinedAt Unix seconds.
    function tokenURI(
        string memory community,
        uint256 memberId,
        uint256 joinedAt,
        uint8 roles
    ) internal pure returns (string memory) {
        string memory id = memberId.toString();
        string memory names = _roleNames(roles);
        string memory image = string.concat(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img">',
            '<rect width="640" height="400" rx="24" fill="#17352d"/>',
            '<g fill="#f4efe2" font-family="sans-serif"><text x="40" y="84" font-size="17">',
            escapeXML(community),
            '</text><text x="40" y="232" font-size="96">#',
            id,
            '</text><text x="40" y="344" font-size="22">',
            names,
            "</text></g></svg>"
        );
        string memory json = string.concat(
            '{"name":"',
            Strings.escapeJSON(community),
            " #",
            id,
            '","description":"One member, one vote. Never transferred, never for sale.",',
            '"image":"data:image/svg+xml;base64,',
            Base64.encode(bytes(image)),
            '","attributes":[{"trait_type":"Member","value":',
            id,
            '},{"trait_type":"Joined","display_type":"date","value":',
            joinedAt.toString(),
            '},{"trait_type":"Roles","value":"',
            names,
            '"}]}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    /// @notice `text` as character data of an XML document: markup is escaped, and control characters, which XML 1.0
    /// does not allow in any form, become spaces.
    function escapeXML(string memory text) internal pure returns (string memory) {
        bytes memory input = bytes(text);
        // The longest replacement, `&quot;`, has six bytes.
        bytes memory output = new bytes(input.length * 6);
        uint256 length;
        for (uint256 i = 0; i < input.length; ++i) {
            bytes1 char = input[i];
            bytes memory replacement;
            if (char == "&") replacement = "&amp;";
            else if (char == "<") replacement = "&lt;";
            else if (char == ">") replacement = "&gt;";
            else if (char == '"') replacement = "&quot;";
            else if (char == "'") replacement = "&#39;";
            else if (char < 0x20) replacement = " ";
            else replacement = abi.encodePacked(char);
            for (uint256 j = 0; j < replacement.length; ++j) {
                output[length++] = replacement[j];
            }
        }
        assembly ("memory-safe") {
            mstore(output, length)
        }
        return string(output);
    }

    function _roleNames(uint8 roles) private pure returns (string memory names) {
        names = "Member";
        if (roles & Roles.ELDER != 0) names = string.concat(names, ", Elder");
        if (roles & Roles.STEWARD != 0) names = string.concat(names, ", Steward");
        if (roles & Roles.TREASURER != 0) names = string.concat(names, ", Treasurer");
    }
}
