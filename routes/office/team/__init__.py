"""Équipe: the accounts of the office, and their second factor."""

from routes.office.team import member, members, second_factor

PAGES = [
    members.show_team,
    members.add_member,
    members.change_team,
    member.show_member,
    member.change_member,
    second_factor.show_second_factor,
    second_factor.add_second_factor,
    second_factor.withdraw_second_factor,
]
