// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId, GroupId, PolicyId, VersionId} from "../types/Ids.sol";

/// @title ICulturalProtocols
/// @notice Under which of a community's own rules its models may be used: who may ask, for what, when, with whose consent
/// and what credit. Labels are referenced by commitments; their meaning stays with the community.
///
/// ```
///  (none) ──elder | steward | authority: createPolicy──> in force ──elder | authority: tighten──> in force, stricter
///                                                         │    ^
///                                                         │    └──authority, with the elders' consent: loosen
///                                                         └──elder | steward | authority: closeEarly──> closed until
///                                                                                the season would have ended by itself
/// ```
///
/// A policy stands on its parents: whatever any of them refuses, it refuses, also across communities. The policy and all
/// that it stands on are its parts, 16 at most, and fixed when it is made.
/// @dev Times are Unix seconds by the chain's clock. Everything fails closed: no policy, no audience or an empty list
/// means no.
interface ICulturalProtocols {
    /// @notice Why a decision is what it is. The smallest of all parts is told: what time does not change comes before
    /// what it does, and AUDIENCE first, so that who is outside learns nothing else.
    enum Reason {
        Allowed,
        UnknownPolicy,
        Audience,
        Purpose,
        OutreachOnly,
        CommercialRefused,
        CommercialNotGranted,
        DerivativeRefused,
        DerivativeNotApproved,
        Expired,
        ClosedEarly,
        OutOfSeason
    }

    /// @notice What a model is asked for. The asker's word.
    enum Purpose {
        Education,
        LanguageRevitalisation,
        Research,
        Health,
        DecisionSupport,
        MutualAid,
        Creative,
        Commercial,
        Training
    }

    /// @notice Whether use for gain is allowed: not at all, to who has a grant for this policy, or to everybody.
    enum Commercial {
        Refused,
        Granted,
        Shared
    }

    /// @notice Whether other versions may descend from one under this policy: not at all, each by approval, or freely as
    /// long as they carry the policy on (which all have to).
    enum Derivatives {
        Refused,
        ByApproval,
        Reciprocal
    }

    /// @notice What a worker may keep of a question and its answer: nothing, or digests.
    enum Retention {
        None,
        Hashes
    }

    /// @notice A requester fits if any of this holds.
    /// @param kinds 1: anyone; 2: a member of the policy's community; 4: a member of a community that it shares with
    /// (`Scopes.ADOPT`). Sums of them.
    /// @param roles Bits of `types/Roles.sol`: a member with any of these roles.
    /// @param groups Ascending: whoever is in any of these groups.
    struct Clause {
        uint8 kinds;
        uint8 roles;
        GroupId[] groups;
    }

    /// @notice The days of the year on which a policy allows anything; both words zero for all of them.
    /// @param utcOffset Minutes by which the community's clock is ahead of UTC, -720 to 840.
    /// @param first The days 0 to 255 of a leap year, bit i for day i; 29 February is day 59.
    /// @param last The days 256 to 365, bit i for day 256 + i.
    struct Season {
        int16 utcOffset;
        uint256 first;
        uint256 last;
    }

    /// @notice What a policy says.
    /// @param audience All of these must fit; one at least, or nobody is let in. At most 8, with 16 terms each.
    /// @param purposes Bit i for {Purpose} i. What is not listed is refused.
    /// @param shareBps The part of what is earned that is due where commercial use is allowed, of 10,000.
    /// @param outreachOnly Only for education and language revitalisation, and not for gain.
    /// @param consentThreshold Elders of the community's council who have to consent to a version before it is approved.
    /// @param expiresAt The first second in which it refuses everything; zero for never.
    /// @param custodian Who contributed the knowledge, and may withdraw it from every community; zero for nobody.
    /// @param attribution sha256 of the text that every answer carries; zero for none.
    /// @param document sha256 of the text for people, in each language; zero for none.
    /// @param labels Commitments to the community's labels and notices.
    struct Rules {
        Clause[] audience;
        uint16 purposes;
        Commercial commercial;
        uint16 shareBps;
        Derivatives derivatives;
        bool outreachOnly;
        Retention retention;
        uint8 consentThreshold;
        uint48 expiresAt;
        Season season;
        address custodian;
        bytes32 attribution;
        bytes32 document;
        bytes32[] labels;
    }

    /// @notice One of the policies that a decision is made by.
    /// @param closedUntil A steward closed it until then; zero where none did.
    struct Part {
        PolicyId policyId;
        CommunityId communityId;
        uint48 closedUntil;
        Rules rules;
    }

    /// @notice A policy as it is on record.
    /// @param revision How often its rules have changed.
    /// @param parts All policies that it stands on, itself last.
    struct Policy {
        CommunityId communityId;
        uint32 revision;
        uint48 closedUntil;
        PolicyId[] parts;
        Rules rules;
    }

    /// @notice What somebody is in a community.
    struct Standing {
        CommunityId communityId;
        uint8 roles;
    }

    /// @notice Who asks for what: all that a decision rests on beside the policy and the time.
    /// @param commercial The use is for gain. The purpose Commercial says so by itself.
    /// @param derivative What is asked for is to make another model of it.
    /// @param memberships The communities that the requester is a member of.
    /// @param grants Communities that share with one of those.
    /// @param commercialGrants Policies for which the requester has a grant.
    /// @param derivativeApprovals Policies under which this derivative was approved.
    struct Request {
        Purpose purpose;
        bool commercial;
        bool derivative;
        Standing[] memberships;
        CommunityId[] grants;
        GroupId[] groups;
        PolicyId[] commercialGrants;
        PolicyId[] derivativeApprovals;
    }

    /// @notice A request of which the chain itself finds out what the requester is.
    /// @param account Who asks; zero for somebody who has not signed in.
    /// @param communityId The community through which it asks, and whose grants count for it.
    /// @param derivative The version that would be made of it; zero where it is only to be used.
    struct Query {
        address account;
        CommunityId communityId;
        Purpose purpose;
        bool commercial;
        VersionId derivative;
    }

    /// @param until The first later second at which time alone changes `allowed`; zero where it does not. Exact where
    /// nothing else changes.
    struct Decision {
        bool allowed;
        Reason reason;
        uint256 until;
    }

    /// @notice A policy exists. Two of these events never carry the same `policyId`; `parts` never changes.
    event PolicyCreated(
        PolicyId indexed policyId,
        CommunityId indexed communityId,
        address indexed by,
        PolicyId[] parts,
        Rules rules
    );
    /// @notice The policy permits less from now on, or the same.
    event PolicyTightened(PolicyId indexed policyId, address indexed by, uint32 revision, Rules rules);
    /// @notice The community voted other rules, and its elders consented. A season that was closed early is open again.
    event PolicyLoosened(PolicyId indexed policyId, uint32 revision, Rules rules);
    /// @notice The season is closed until second `until`, when it would have ended by itself.
    event SeasonClosed(PolicyId indexed policyId, address indexed by, uint48 until, string reason);
    /// @notice A group exists, which holders of `keepers` roles keep.
    event GroupCreated(GroupId indexed groupId, CommunityId indexed communityId, uint8 keepers);
    /// @notice The account is in the group, or is not any more.
    event GroupMemberSet(GroupId indexed groupId, address indexed account, bool isIn, address indexed by);
    /// @notice The account may use what stands under the policy for gain, or may not any more.
    event CommercialGrantSet(PolicyId indexed policyId, address indexed account, bool granted, address indexed by);
    /// @notice The version may descend from what stands under the policy, or may not any more.
    event DerivativeApprovalSet(
        PolicyId indexed policyId,
        VersionId indexed versionId,
        bool approved,
        address indexed by
    );

    /// @notice The caller does not speak for the community.
    error CulturalProtocols_NotAuthority(CommunityId communityId, address caller);
    /// @notice The caller has none of the roles that this takes in the community, nor speaks for it.
    error CulturalProtocols_NotGuardian(CommunityId communityId, address caller);
    /// @notice No policy has this id.
    error CulturalProtocols_UnknownPolicy(PolicyId policyId);
    /// @notice The id is taken.
    error CulturalProtocols_AlreadyCreated(PolicyId policyId);
    /// @notice A policy stands on 16 at most, itself included.
    error CulturalProtocols_TooManyParts(uint256 parts);
    /// @notice A policy of no audience, more clauses or terms than there may be, or a bit without a meaning; groups are
    /// ascending.
    error CulturalProtocols_InvalidAudience();
    /// @notice A purpose bit without a meaning.
    error CulturalProtocols_UnknownPurpose(uint16 purposes);
    /// @notice A share beyond 10,000, or where commercial use is refused.
    error CulturalProtocols_InvalidShare(uint16 shareBps);
    /// @notice An offset beyond what clocks on earth have, a day beyond the year, or all of its days (leave those out).
    error CulturalProtocols_InvalidSeason();
    /// @notice More elders, or labels, than there may be.
    error CulturalProtocols_TooMany(uint256 given, uint256 most);
    /// @notice These rules would permit something that the present ones refuse.
    error CulturalProtocols_NotStricter(PolicyId policyId);
    /// @notice Fewer elders consent to `subject` than it takes.
    error CulturalProtocols_NoConsent(PolicyId policyId, bytes32 subject);
    /// @notice There is no season, or it is closed anyway.
    error CulturalProtocols_NotOpen(PolicyId policyId);
    /// @notice Closing, like every refusal, says why.
    error CulturalProtocols_NoReason();
    /// @notice No group has this id.
    error CulturalProtocols_UnknownGroup(GroupId groupId);
    /// @notice The group's id is taken.
    error CulturalProtocols_GroupExists(GroupId groupId);
    /// @notice No role, or a bit without a meaning.
    error CulturalProtocols_UnknownRole(uint8 roles);

    /// @notice Makes a policy of a community. Any elder or steward of it, or its authority: nothing stands under it before
    /// the community has approved a version under it.
    /// @param salt Chosen by the caller; see {policyIdFor}.
    /// @param parents Policies that it stands on, of any community.
    function createPolicy(
        CommunityId communityId,
        bytes32 salt,
        PolicyId[] calldata parents,
        Rules calldata rules
    ) external returns (PolicyId policyId);

    /// @notice Replaces the rules by ones that permit nothing more, at once. Any elder of the policy's community, or its
    /// authority. Custodian and consent stay as they are: who gets the last word is for a vote.
    function tighten(PolicyId policyId, Rules calldata rules) external;

    /// @notice Replaces the rules by any others, and opens again what was closed early. Only the authority, and only while
    /// as many elders as the present rules ask for consent to {looseningSubject}.
    function loosen(PolicyId policyId, Rules calldata rules) external;

    /// @notice Closes a season that is open, until it would have ended by itself. Any elder or steward of the policy's
    /// community, or its authority. Nobody can open one early.
    /// @param reason Public, not empty.
    function closeEarly(PolicyId policyId, string calldata reason) external;

    /// @notice Names people together. Any elder of the community, or its authority.
    /// @param keepers Roles whose holders say who is in it.
    function createGroup(CommunityId communityId, bytes32 salt, uint8 keepers) external returns (GroupId groupId);

    /// @notice Says who is in a group. Its keepers and the authority; out of it also any elder or steward.
    /// @dev An account is in it by its address: who changes keys has to be let in anew.
    function setGroupMember(GroupId groupId, address account, bool isIn) external;

    /// @notice Lets an account use for gain what stands under the policy. The authority; any elder takes it back at once.
    function setCommercialGrant(PolicyId policyId, address account, bool granted) external;

    /// @notice Lets a version descend from what stands under the policy. The authority; any elder takes it back, which
    /// counts until the version is approved.
    function setDerivativeApproval(PolicyId policyId, VersionId versionId, bool approved) external;

    /// @notice Whether the query is allowed now, by all parts of the policy, from what the chain knows of the account.
    /// @dev `until` also counts the end of a grant between communities without which the account would not come in. Where
    /// a part asks for approval of derivatives, members who ask through its community need none.
    /// @dev Warning: the purpose is the asker's word; a member of several communities asks through one of them at a time.
    function decide(PolicyId policyId, Query calldata query) external view returns (Decision memory);

    /// @notice The decision by any parts, for any requester and moment: what {decide} makes of what it finds on chain.
    function evaluate(
        Part[] calldata parts,
        Request calldata request,
        uint48 moment
    ) external pure returns (Decision memory);

    /// @notice The policy; reverts with {CulturalProtocols_UnknownPolicy} where there is none.
    function policyOf(PolicyId policyId) external view returns (Policy memory);

    /// @notice All that {decide} decides by: the policies that this one stands on, itself last; none where there is none.
    function partsOf(PolicyId policyId) external view returns (Part[] memory);

    /// @notice The community whose policy it is; zero where there is none.
    function communityOf(PolicyId policyId) external view returns (CommunityId);

    /// @notice Whether `policyId` is `carried`, or stands on it: whatever `carried` refuses, it refuses.
    function carries(PolicyId policyId, PolicyId carried) external view returns (bool);

    /// @notice Whether anybody has to consent to what is approved under the policy.
    function needsConsent(PolicyId policyId) external view returns (bool);

    /// @notice Whether, of every part, as many elders as it asks for consent to `subject` now.
    function hasConsent(PolicyId policyId, bytes32 subject) external view returns (bool);

    /// @notice Whether `versionId` of `communityId` may descend from what stands under the policy. Where a part asks for
    /// approval, its own community needs none from itself.
    function mayDerive(PolicyId policyId, CommunityId communityId, VersionId versionId) external view returns (bool);

    /// @notice Whether the account may withdraw the knowledge: it is the custodian of some part.
    function isCustodian(PolicyId policyId, address account) external view returns (bool);

    /// @notice What elders consent to before {loosen}: `keccak256(abi.encode(policyId, revision, keccak256(abi.encode(rules))))`.
    function looseningSubject(PolicyId policyId, Rules calldata rules) external view returns (bytes32);

    /// @notice Whether the account is in the group.
    function isInGroup(GroupId groupId, address account) external view returns (bool);

    /// @notice Whether the account has a grant for use for gain.
    function hasCommercialGrant(PolicyId policyId, address account) external view returns (bool);

    /// @notice `keccak256(abi.encode(communityId, salt))`.
    function policyIdFor(CommunityId communityId, bytes32 salt) external pure returns (PolicyId);

    /// @notice `keccak256(abi.encode(communityId, salt))`.
    function groupIdFor(CommunityId communityId, bytes32 salt) external pure returns (GroupId);
}
