-- Entities stand in the order of their names, the innermost first; a column that says so is not needed.
alter table meter_limits drop column place;
